import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import setup from '../fixtures/global-setup.ts';

/** Prints how fast and how large the local environment is. Judges nothing. Synth is not counted. */
await setup();
const measure = fileURLToPath(new URL('./measure.ts', import.meta.url));
execFileSync(process.execPath, ['--optimize-for-size', measure], { stdio: 'inherit' });
