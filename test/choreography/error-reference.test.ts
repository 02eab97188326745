import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { errorReference } from '../../infra/error-reference.ts';
import { steps } from '../../services/index.ts';
import { catalogue, catalogues } from '../../shared/errors.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const codes = Object.keys(catalogue);

test('the reference of errors is what the catalogue says', () => {
  expect(read('docs/errors.md'), 'run `node infra/error-reference.ts > docs/errors.md`').toBe(
    errorReference(),
  );
});

test('every code stands in one list', () => {
  const listed = Object.values(catalogues).flatMap((list) => Object.keys(list));

  expect(listed.sort()).toEqual(codes.toSorted());
});

test('every code is one that something can come to', () => {
  const sources = globSync(['services/**/*.ts', 'shared/**/*.ts'], { cwd: root })
    .filter((path) => !/\.(?:test|fixture)\.ts$/.test(path) && !path.startsWith('shared/errors/'))
    .map(read)
    .join('\n');

  expect(codes.filter((code) => !new RegExp(`['\`]${code}\\b`).test(sources))).toEqual([]);
});

test.each(steps.map(({ name, stage }) => [name, stage] as const))(
  'what %s names as a failure can happen where it works',
  (name, stage) => {
    const sources = globSync(`services/${name}/*.ts`, { cwd: root })
      .filter((path) => !path.endsWith('.test.ts'))
      .map(read)
      .join('\n');

    const elsewhere = Object.entries(catalogue)
      .filter(([code]) => sources.includes(`'${code}'`))
      .filter(([, { stages }]) => !stages.some((one) => one === stage))
      .map(([code]) => code);

    expect(elsewhere).toEqual([]);
  },
);
