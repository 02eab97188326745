import { expect, test } from 'vitest';
import { parseConfiguration } from './configuration.ts';

const webhook = {
  name: 'ops',
  url: 'https://hooks.example.com/restores',
  auth: { kind: 'api_key', header: 'X-Api-Key', secret_name: 'webhooks/ops' },
};
const oauth = {
  kind: 'oauth',
  token_url: 'https://login.example.com/token',
  secret_name: 'webhooks/oauth',
};

const parse = (notifications: object) =>
  parseConfiguration({ notifications }, 'test').notifications;

test('people are told of the start and of every end, and nobody else is told, unless it is said', () => {
  expect(parseConfiguration({}, 'test').notifications).toEqual({
    events: [
      'SnapshotVerified',
      'RestoreCompleted',
      'RestoreFailed',
      'RestoreRejected',
      'RestoreCancelled',
    ],
    webhooks: [],
  });
});

test('a webhook is told of every end, ten times a second at most, unless it says otherwise', () => {
  expect(parse({ webhooks: [webhook] }).webhooks).toEqual([
    {
      ...webhook,
      events: ['RestoreCompleted', 'RestoreFailed', 'RestoreRejected', 'RestoreCancelled'],
      rate_limit_per_second: 10,
    },
  ]);
});

test('a secret for OAuth holds client_id and client_secret, unless they have other names', () => {
  const [named, renamed] = parse({
    webhooks: [
      { ...webhook, auth: oauth },
      { ...webhook, name: 'other', auth: { ...oauth, client_id_key: 'id', scope: 'write' } },
    ],
  }).webhooks;

  expect(named?.auth).toEqual({
    ...oauth,
    client_id_key: 'client_id',
    client_secret_key: 'client_secret',
  });
  expect(renamed?.auth).toMatchObject({ client_id_key: 'id', scope: 'write' });
});

test('a webhook may be any step of a restore, but no request', () => {
  expect(parse({ webhooks: [{ ...webhook, events: ['TargetCleared'] }] }).webhooks).toHaveLength(1);
  expect(() => parse({ webhooks: [{ ...webhook, events: ['RestoreRequested'] }] })).toThrow(
    'webhooks[0].events[0]',
  );
});

test.each(['http://127.0.0.1:8080/in', 'http://localhost:8080'])(
  'what stays on this machine need not be encrypted: %s',
  (url) => {
    expect(parse({ webhooks: [{ ...webhook, url }] }).webhooks[0]?.url).toBe(url);
  },
);

test.each<[string, object, string]>([
  ['no events', { events: [] }, 'notifications.events'],
  ['an event twice', { events: ['RestoreFailed', 'RestoreFailed'] }, 'names an event twice'],
  ['an event that does not notify', { events: ['TargetCleared'] }, 'notifications.events[0]'],
  ['an unknown field', { sms: '+49' }, 'sms'],
  ['two webhooks of one name', { webhooks: [webhook, webhook] }, 'names a webhook twice'],
  ['a name in capitals', { webhooks: [{ ...webhook, name: 'Ops' }] }, 'webhooks[0].name'],
  ['a long name', { webhooks: [{ ...webhook, name: 'a'.repeat(25) }] }, 'webhooks[0].name'],
  ['no URL', { webhooks: [{ ...webhook, url: 'hooks' }] }, 'webhooks[0].url'],
  [
    'a URL in the clear',
    { webhooks: [{ ...webhook, url: 'http://hooks.example.com' }] },
    'webhooks[0].url',
  ],
  [
    'a URL with a password',
    { webhooks: [{ ...webhook, url: 'https://ops:sesame@hooks.example.com' }] },
    'must hold no login',
  ],
  [
    'a token in the clear',
    { webhooks: [{ ...webhook, auth: { ...oauth, token_url: 'http://login.example.com' } }] },
    'webhooks[0].auth.token_url',
  ],
  [
    'a secret by its ARN',
    { webhooks: [{ ...webhook, auth: { ...webhook.auth, secret_name: 'arn:aws:x' } }] },
    'webhooks[0].auth.secret_name',
  ],
  [
    'a header that is none',
    { webhooks: [{ ...webhook, auth: { ...webhook.auth, header: 'X Key:' } }] },
    'webhooks[0].auth.header',
  ],
  [
    'no such kind of authentication',
    { webhooks: [{ ...webhook, auth: { kind: 'basic' } }] },
    'webhooks[0].auth',
  ],
])('%s is refused by its name', (_, wrong, field) => {
  expect(() => parse(wrong)).toThrow(field);
});
