import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const forbidden = [
  ['events', '../shared/errors.ts'],
  ['events', '../services/index.ts'],
  ['shared/step', '../../services/index.ts'],
  ['shared/step', '../../infra/bundle.ts'],
  ['shared/step', 'aws-cdk-lib'],
  ['services/delete-rds', '../copy-snapshot/contract.ts'],
  ['services/delete-rds', '../../infra/bundle.ts'],
  ['infra', './local/environment.ts'],
  ['infra', '../cli/main.ts'],
  ['infra/local/sqs', '../../../events/index.ts'],
  ['infra/local', '../../services/index.ts'],
  ['infra/local/sqs', '../../../shared/errors.ts'],
  ['infra/local', '../aurora-restore-pipeline.ts'],
  ['cli/status', '../../infra/local/environment.ts'],
] as const;

const allowed = [
  ['services/delete-rds', '../../shared/errors.ts'],
  ['services/delete-rds', './contract.ts'],
  ['shared/step', '../../events/index.ts'],
  ['infra', '../services/index.ts'],
  ['infra/local/sqs', '../rds/events/notices.ts'],
  ['cli/commands', '../../shared/errors.ts'],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'aurora-restore-layers-'));
const fileOf = (place: string, imported: string) =>
  `${place}/planted-${imported.replace(/[^a-z]+/g, '-')}-x.ts`;
let refused: string[];

/** Every planted import in one tree, linted by the project's own rules at once. */
beforeAll(() => {
  cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  for (const [place, imported] of [...forbidden, ...allowed]) {
    const file = join(folder, fileOf(place, imported));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `import { x } from '${imported}';\n\nconsole.log(x);\n`);
  }
  const { stdout } = spawnSync(
    'biome',
    ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=200', '.'],
    { cwd: folder, encoding: 'utf8' },
  );
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { category: string; location: { path: string } }[];
  };
  refused = diagnostics
    .filter(({ category }) => category === 'lint/style/noRestrictedImports')
    .map(({ location }) => location.path);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(forbidden)('%s/ may not import %s', (place, imported) => {
  expect(refused).toContain(fileOf(place, imported));
});

test.each(allowed)('%s/ may import %s', (place, imported) => {
  expect(refused).not.toContain(fileOf(place, imported));
});
