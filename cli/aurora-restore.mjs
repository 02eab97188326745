#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Runs on any Node that knows ES modules, and passes on to the Node of the project where it is too old
// for TypeScript. Plain JavaScript for that reason.

const NEEDED = 24;

if (Number(process.versions.node.split('.')[0]) >= NEEDED) await import('./main.ts');
else passOn(fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url)));

/** @param {string} node */
function passOn(node) {
  if (!existsSync(node)) {
    console.error(`Node ${NEEDED} or later is needed; this is ${process.version}.`);
    console.error('Install it, or run npm ci in the project, which brings one.');
    process.exitCode = 2;
    return;
  }
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(node, [main, ...process.argv.slice(2)], {
    // The channel is closed when this program dies in any way, and that ends the child.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])
    process.on(signal, () => child.kill(/** @type {NodeJS.Signals} */ (signal)));
  child.once('error', (error) => {
    console.error(`${node} cannot be run: ${error.message}`);
    process.exitCode = 2;
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
