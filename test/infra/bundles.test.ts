import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAssembly } from '../../infra/local/template/assembly.ts';
import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import { assembly } from '../fixtures/global-setup.ts';
import { functionsOf, readTemplate } from './synthesized.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const parsed = (path: string): object => JSON.parse(readFileSync(path, 'utf8'));

let directory: string;
let bundles: { name: string; folder: string; file: string; variables: Record<string, string> }[];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'aurora-restore-test-'));
  const [stack] = await readAssembly(assembly);
  if (!stack) throw new Error('the assembly holds no stack');
  const template = Template.fromJSON(parsed(join(assembly, `${stack.stackName}.template.json`)));
  bundles = functionsOf(await readTemplate(template, assembly)).map((one) => {
    const folder = stack.asset(one.Code.S3Key);
    return {
      name: one.FunctionName,
      folder,
      file: join(folder, `${one.Handler.split('.')[0]}.mjs`),
      variables: { ...one.Environment.Variables, AWS_REGION: 'eu-west-1' },
    };
  });
});
afterAll(() => rmSync(directory, { recursive: true }));

test('every bundle loads as an ES module, and exports its handler', () => {
  const list = join(directory, 'bundles.json');
  writeFileSync(list, JSON.stringify(bundles));

  const told = execFileSync(process.execPath, [at('./load-bundles.mjs'), list], {
    encoding: 'utf8',
  });

  expect(JSON.parse(told)).toEqual(
    Object.fromEntries(bundles.map(({ name }) => [name, 'function'])),
  );
  expect(bundles).toHaveLength(16);
});

test('every bundle has the whole configuration beside it', () => {
  const whole = parseConfiguration(parsed(at('../fixtures/configuration.json')), 'configuration');

  for (const { folder } of bundles)
    expect(parsed(join(folder, 'configuration.json'))).toEqual(whole);
});
