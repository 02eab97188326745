import { z } from 'zod';
import { type Kept, keptBytes, keptPlace } from '../kept.ts';
import { readPolicy } from './resource-policy.ts';
import { Secret } from './secret.ts';
import type { Secrets } from './secrets.ts';

const version = z.strictObject({
  id: z.string(),
  value: z.strictObject({
    SecretString: z.string().optional(),
    SecretBinary: keptBytes.optional(),
  }),
  created: z.date(),
  stages: z.set(z.string()),
  lastAccessed: z.date().optional(),
});

const schema = z.array(
  z.strictObject({
    place: z.object(keptPlace),
    name: z.string(),
    arn: z.string(),
    created: z.date(),
    changed: z.date(),
    lastAccessed: z.date().optional(),
    deletion: z.object({ asked: z.date(), due: z.date() }).optional(),
    description: z.string().optional(),
    kmsKeyId: z.string().optional(),
    owner: z.string().optional(),
    policy: z.string().optional(),
    tags: z.map(z.string(), z.string()),
    versions: z.array(version),
  }),
);

/** The service whose secrets are made anew with what they are for. */
const MAKES_ANEW = 'events';

/** Secrets with their versions. One that a template has made has its old versions, not the new one. */
export const keptSecrets = (secrets: Secrets): Kept => ({
  save: (): z.infer<typeof schema> =>
    secrets
      .everywhere()
      .filter(({ secret: { owner } }) => owner !== MAKES_ANEW)
      .map(({ place, secret }) => ({
        place,
        name: secret.name,
        arn: secret.arn,
        created: secret.created,
        changed: secret.changed,
        lastAccessed: secret.lastAccessed,
        deletion: secret.deletion,
        description: secret.description,
        kmsKeyId: secret.kmsKeyId,
        owner: secret.owner,
        policy: secret.policy?.text,
        tags: secret.tags,
        versions: [...secret.versions.all()],
      })),
  restore(saved) {
    for (const was of schema.parse(saved)) {
      const secret = secrets.find(was.name, was.place) ?? madeAgain(was);
      secret.versions.putBack(was.versions);
      secret.changed = was.changed;
      secret.lastAccessed = was.lastAccessed;
      secrets.putBack(secret, was.place);
    }
  },
});

const madeAgain = (was: z.infer<typeof schema>[number]): Secret => {
  const secret = new Secret(was.name, was.arn, was.created);
  for (const [key, value] of was.tags) secret.tags.set(key, value);
  secret.description = was.description;
  secret.kmsKeyId = was.kmsKeyId;
  secret.owner = was.owner;
  secret.policy = was.policy === undefined ? undefined : readPolicy(was.policy, false);
  secret.deletion = was.deletion;
  return secret;
};
