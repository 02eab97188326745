import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bringUpStacks } from './stacks.ts';

const HERE = { accountId: '444455556666', region: 'us-east-1' };
const says = (value: unknown) => ({ Value: value });
const exporting = { Outputs: { Name: { ...says('orders'), Export: { Name: 'Queue' } } } };
const importing = { Outputs: { Imported: says({ 'Fn::ImportValue': 'Queue' }) } };
const placed = {
  Outputs: { Place: says({ 'Fn::Sub': `\${AWS::AccountId}/\${AWS::Region}` }) },
};

/** Brings up an app of these stacks, which say where they belong. */
async function up(
  stacks: readonly (readonly [environment: string, template: object, name?: string])[],
) {
  const assembly = await mkdtemp(join(tmpdir(), 'stacks-'));
  onTestFinished(() => rm(assembly, { recursive: true }));
  const artifacts: Record<string, object> = {};
  for (const [index, [environment, template, stackName = `stack-${index}`]] of stacks.entries()) {
    const templateFile = `${index}.json`;
    await writeFile(join(assembly, templateFile), JSON.stringify({ Resources: {}, ...template }));
    const properties = { templateFile, stackName };
    artifacts[index] = { type: 'aws:cloudformation:stack', environment, properties };
  }
  await writeFile(join(assembly, 'manifest.json'), JSON.stringify({ artifacts }));
  const brought = await bringUpStacks({ assembly, providers: [], ...HERE });
  return [...brought.values()].map(({ outputs }) => outputs);
}

test.each([
  ['aws://111122223333/eu-west-1', '111122223333/eu-west-1'],
  ['aws://unknown-account/unknown-region', '444455556666/us-east-1'],
  ['aws://unknown-account/eu-west-1', '444455556666/eu-west-1'],
  ['aws://111122223333/unknown-region', '111122223333/us-east-1'],
])('a stack that belongs to %s comes up in %s', async (environment, place) => {
  expect(await up([[environment, placed]])).toEqual([{ Place: place }]);
});

test('a stack imports what those of its own place export', async () => {
  const place = 'aws://111122223333/eu-west-1';

  expect(
    await up([
      [place, exporting],
      [place, importing],
    ]),
  ).toContainEqual({ Imported: 'orders' });
});

test.each(['aws://111122223333/us-west-2', 'aws://unknown-account/eu-west-1'])(
  'a stack that belongs to %s imports nothing from elsewhere',
  async (place) => {
    const bringing = up([
      ['aws://111122223333/eu-west-1', exporting],
      [place, importing],
    ]);

    await expect(bringing).rejects.toThrow('no stack exports Queue');
  },
);

test('two stacks of one name are refused', async () => {
  const bringing = up([
    ['aws://111122223333/eu-west-1', placed, 'orders'],
    ['aws://111122223333/us-west-2', placed, 'orders'],
  ]);

  await expect(bringing).rejects.toThrow('there are two stacks orders');
});
