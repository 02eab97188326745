import { z } from 'zod';
import { type Kept, keptPlace } from '../kept.ts';
import type { Deliveries } from './delivery/deliveries.ts';
import type { Store } from './state/store.ts';

const event = z.strictObject({
  version: z.literal('0'),
  id: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  account: z.string(),
  time: z.string(),
  region: z.string(),
  'replay-name': z.string().exactOptional(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
});

const schema = z.strictObject({
  archived: z.map(z.string(), z.array(z.strictObject({ event, received: z.number() }))),
  retries: z.array(
    z.strictObject({
      bus: z.object({ ...keptPlace, name: z.string() }),
      rule: z.string(),
      target: z.string(),
      event,
      received: z.number(),
      forwarded: z.boolean(),
      retries: z.number(),
      due: z.number(),
    }),
  ),
});

/**
 * Events in archives, and those that wait until they are tried again. Buses, rules and archives are
 * those of templates: what others were made is not there any more, nor what was on its way by them.
 */
export const keptEvents = (store: Store, deliveries: Deliveries): Kept => ({
  save: () => ({
    archived: new Map(store.archives().map(({ arn, events }) => [arn, events])),
    retries: deliveries.retries().map(({ occurrence: { rule, target, ...rest }, ...when }) => ({
      bus: { accountId: rule.bus.accountId, region: rule.bus.region, name: rule.bus.name },
      rule: rule.name,
      target: target.Id,
      ...rest,
      ...when,
    })),
  }),
  restore(saved) {
    const { archived, retries } = schema.parse(saved);
    for (const archive of store.archives())
      archive.events = [...(archived.get(archive.arn) ?? []), ...archive.events];
    for (const { bus, rule: name, target: id, retries: count, due, ...was } of retries) {
      const rule = store.findBus(bus, bus.name)?.rules.get(name);
      const target = rule?.targets.get(id);
      if (rule && target)
        deliveries.retry({ occurrence: { ...was, rule, target }, retries: count, due });
    }
  },
});
