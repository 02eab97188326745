import type { GrantConstraints, GrantOperation } from '@aws-sdk/client-kms';
import { z } from 'zod';
import { type Kept, keptPlace } from '../kept.ts';
import { readPolicy } from './key-policy.ts';
import type { Keys } from './keys.ts';

const grant = z
  .strictObject({
    id: z.string(),
    token: z.string(),
    name: z.string().optional(),
    created: z.date(),
    issuer: z.string(),
    grantee: z.string(),
    retiring: z.string().optional(),
    operations: z.array(z.custom<GrantOperation>((value) => typeof value === 'string')),
    constraints: z.custom<GrantConstraints>((value) => typeof value === 'object').optional(),
  })
  .transform((one) => ({ name: undefined, retiring: undefined, constraints: undefined, ...one }));

const key = z.strictObject({
  place: z.object(keptPlace),
  id: z.string(),
  arn: z.string(),
  created: z.date(),
  manager: z.enum(['CUSTOMER', 'AWS']),
  material: z.instanceof(Buffer),
  tags: z.map(z.string(), z.string()),
  grants: z.map(z.string(), grant),
  description: z.string(),
  policy: z.string(),
  enabled: z.boolean(),
  deletionDate: z.date().optional(),
});

const alias = z.strictObject({
  place: z.object(keptPlace),
  name: z.string(),
  keyId: z.string(),
  created: z.date(),
  updated: z.date(),
});

const schema = z.strictObject({ keys: z.array(key), aliases: z.array(alias) });

/**
 * Keys and aliases. What was encrypted can be decrypted again, under a template's key too, which is as
 * enabled as it was.
 */
export const keptKeys = (keys: Keys): Kept => ({
  save(): z.infer<typeof schema> {
    const places = keys.places();
    return {
      keys: places.flatMap((place) =>
        keys.all(place).map((one) => ({
          ...one,
          policy: one.policy.text,
          grants: new Map(
            [...one.grants].map(([id, { operations, ...given }]) => [
              id,
              { ...given, operations: [...operations] },
            ]),
          ),
        })),
      ),
      aliases: places.flatMap((place) =>
        [...keys.aliases(place).values()].map((one) => ({ ...one, place })),
      ),
    };
  },
  restore(saved) {
    const { keys: were, aliases } = schema.parse(saved);
    for (const { policy, ...was } of were) {
      const made = keys.all(was.place).find(({ id }) => id === was.id);
      keys.putBack({
        ...was,
        policy: made?.policy ?? readPolicy(policy),
        description: made?.description ?? was.description,
        tags: made?.tags ?? was.tags,
        deletionDate: was.deletionDate,
      });
    }
    for (const { place, ...was } of aliases) {
      const there = keys.aliases(place);
      if (!there.has(was.name)) there.set(was.name, was);
    }
  },
});
