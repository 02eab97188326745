import { expect, test } from 'vitest';
import { Clock } from '../clock.ts';
import { createSecretsManager } from '../secretsmanager/create-secrets-manager.ts';
import type { ResourceProvider } from '../service.ts';
import { bringUp } from './bring-up.ts';

const place = { accountId: '123456789012', region: 'eu-west-1' };

/** What a thing of a template gets, beside a secret of the same template. */
async function given(Value: unknown, more: object = {}) {
  const secrets = createSecretsManager({ clock: new Clock() });
  secrets.state({ hook: '{"key":"k1","port":8080}', plain: 'p{}' }, place);
  let got: unknown;
  const provider: ResourceProvider = {
    type: 'Test::Thing',
    create(properties) {
      got = properties;
      return { ref: 'thing' };
    },
  };
  const Own = {
    Type: 'AWS::SecretsManager::Secret',
    Properties: { SecretString: '{"key":"own"}' },
  };
  await bringUp({
    ...place,
    stackName: 'stack',
    template: {
      Resources: { Thing: { Type: 'Test::Thing', Properties: { Value } }, Own },
      ...more,
    },
    providers: [provider, ...secrets.providers],
    secretText: secrets.text,
  });
  return got;
}

test.each([
  ['a key', '{{resolve:secretsmanager:hook:SecretString:key::}}', 'k1'],
  ['a key without later parts', '{{resolve:secretsmanager:hook:SecretString:key}}', 'k1'],
  ['a key of a stage', '{{resolve:secretsmanager:hook:SecretString:key:AWSCURRENT}}', 'k1'],
  ['a key that is no text', '{{resolve:secretsmanager:hook:SecretString:port}}', '8080'],
  ['a whole secret', '{{resolve:secretsmanager:plain}}', 'p{}'],
  ['part of a text', 'Bearer {{resolve:secretsmanager:plain}}!', 'Bearer p{}!'],
  ['an ARN', { 'Fn::Sub': `{{resolve:secretsmanager:\${Own}:SecretString:key::}}` }, 'own'],
  [
    'a text put together',
    { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Own' }, ':SecretString:key}}']] },
    'own',
  ],
])('a dynamic reference to %s is resolved', async (_, value, expected) => {
  expect(await given({ in: [value] })).toEqual({ Value: { in: [expected] } });
});

test.each([
  [
    'a secret that does not exist',
    '{{resolve:secretsmanager:no:SecretString:key}}',
    "Properties.Value: secret no: Secrets Manager can't find the specified secret.",
  ],
  [
    'a key that does not exist',
    '{{resolve:secretsmanager:hook:SecretString:no}}',
    'secret hook: it has no key no',
  ],
  ['a key of what is no JSON', '{{resolve:secretsmanager:plain::no}}', 'it has no key no'],
  [
    'a version that does not exist',
    '{{resolve:secretsmanager:hook:SecretString::AWSPREVIOUS}}',
    'secret hook: ',
  ],
  [
    'a binary secret',
    '{{resolve:secretsmanager:hook:SecretBinary}}',
    'of secret hook there is no SecretBinary',
  ],
  ['a parameter', '{{resolve:ssm:name:1}}', 'dynamic reference {{resolve:ssm:name:1}} is not'],
])('a dynamic reference to %s fails the resource', async (_, value, message) => {
  const failure = await given(value).catch((error: unknown) => String(error));

  expect(failure).toContain('stack stack: Thing (Test::Thing): ');
  expect(failure).toContain(message);
  expect(failure).not.toContain('k1');
});

test('an output may have none', async () => {
  const Outputs = { Shown: { Value: '{{resolve:secretsmanager:plain}}' } };

  await expect(given('', { Outputs })).rejects.toThrow('dynamic reference');
});
