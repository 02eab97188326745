import { expect, test } from 'vitest';
import { decodeJson } from './json-decode.ts';
import { loadServiceModel } from './service-model.ts';

async function decode(value: object) {
  const model = await loadServiceModel('events');
  const { input } = model.operation('PutTargets') ?? { input: { kind: 'unit' as const } };
  return decodeJson(input, value);
}

const target = { Id: 'i', Arn: 'a' };

test('null is the same as nothing', async () => {
  const input = await decode({ Rule: 'r', EventBusName: null, Targets: [target] });

  expect(input).toEqual({ Rule: 'r', Targets: [target] });
});

test.each([
  ['a missing member', { Rule: 'r' }, 'Targets'],
  ['a member that is null', { Rule: null, Targets: [] }, 'Rule'],
  ['a missing member of an item', { Rule: 'r', Targets: [target, { Id: 'i' }] }, 'Targets[1].Arn'],
  ['an unknown member', { Rule: 'r', Targets: [{ ...target, Tag: 1 }] }, 'Targets[0].Tag'],
  ['a number in the place of a text', { Rule: 1, Targets: [] }, 'Rule'],
  ['a structure in the place of a list', { Rule: 'r', Targets: target }, 'Targets'],
  ['a text in the place of a structure', { Rule: 'r', Targets: ['a'] }, 'Targets[0]'],
  [
    'a text in the place of a number',
    { Rule: 'r', Targets: [{ ...target, RetryPolicy: { MaximumRetryAttempts: '1' } }] },
    'Targets[0].RetryPolicy.MaximumRetryAttempts',
  ],
  [
    'a list in the place of a map',
    {
      Rule: 'r',
      Targets: [{ ...target, InputTransformer: { InputTemplate: '', InputPathsMap: [] } }],
    },
    'Targets[0].InputTransformer.InputPathsMap',
  ],
])('%s is refused', async (_name, value, path) => {
  await expect(decode(value)).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringContaining(`'${path}'`),
  });
});
