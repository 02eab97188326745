import * as z from 'zod';
import { SOURCE } from '../../events/define-event.ts';
import * as events from '../../events/index.ts';
import { plainName } from './plain-name.ts';

/** The events of which people are told unless the deployment wants fewer. */
export const notifyingEvents = [
  'SnapshotVerified',
  'RestoreCompleted',
  'RestoreFailed',
  'RestoreRejected',
  'RestoreCancelled',
] as const;
export type NotifyingEvent = (typeof notifyingEvents)[number];

const { stages: _, ...definitions } = events;

/** What the pipeline itself says on its bus. */
const ownEvents = Object.values(definitions)
  .filter(({ source }) => source === SOURCE)
  .map(({ name }) => name);

const eachOnce = <T>(list: z.ZodArray<z.ZodType<T>>) =>
  list.min(1).refine((all) => new Set(all).size === all.length, { error: 'names an event twice' });

/** In the clear only where nobody else is on the way. */
const url = z
  .string()
  .max(2048)
  .refine(
    (given) => {
      const { protocol, hostname } = URL.parse(given) ?? {};
      return (
        protocol === 'https:' ||
        (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname ?? ''))
      );
    },
    { error: 'must be an https URL; http is for 127.0.0.1 and localhost only' },
  )
  .refine(
    (given) => {
      const { username, password } = URL.parse(given) ?? {};
      return !(username || password);
    },
    { error: 'must hold no login: whoever may read the template would know it' },
  );

/** Source: Secrets Manager API, CreateSecret. */
const secretName = z
  .string()
  .regex(/^[\w/+=.@-]{1,512}$/, 'must be the name of a secret, not its ARN');
const secretKey = z.string().regex(/^[\w.-]+$/, 'must be a field of the secret’s JSON');

/** Source: EventBridge API, CreateConnectionApiKeyAuthRequestParameters. */
const apiKey = z.strictObject({
  kind: z.literal('api_key'),
  /** The header in which the receiver wants the key. */
  header: z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,512}$/, 'must be the name of a header'),
  secret_name: secretName,
  /** Left out, the secret is the key itself. */
  secret_key: secretKey.optional(),
});

/** Client credentials. */
const oauth = z.strictObject({
  kind: z.literal('oauth'),
  token_url: url,
  secret_name: secretName,
  /** Under what names the secret's JSON holds them. */
  client_id_key: secretKey.default('client_id'),
  client_secret_key: secretKey.default('client_secret'),
  scope: z.string().min(1).max(512).optional(),
});

/**
 * With the longest environment's name before it, connections, destinations and rules have 64
 * characters, which is all that EventBridge takes.
 */
const LONGEST_NAME = 24;

/** Somebody's HTTP endpoint that is told of events as they lie on the bus. */
const webhook = z.strictObject({
  name: plainName(LONGEST_NAME),
  url,
  events: eachOnce(z.array(z.enum(ownEvents))).default([
    'RestoreCompleted',
    'RestoreFailed',
    'RestoreRejected',
    'RestoreCancelled',
  ]),
  auth: z.discriminatedUnion('kind', [apiKey, oauth]),
  rate_limit_per_second: z.int().min(1).default(10),
});
export type Webhook = z.infer<typeof webhook>;

/** Who is told of what happens, beside the audit trail. */
export const notifications = z.strictObject({
  /** Of which events people are told. */
  events: eachOnce(z.array(z.enum(notifyingEvents))).default([...notifyingEvents]),
  webhooks: z
    .array(webhook)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      error: 'names a webhook twice',
    })
    .default([]),
});
