import type { DeleteSecretRequest, RestoreSecretRequest } from '@aws-sdk/client-secrets-manager';
import type { Call } from '../service.ts';
import type { Around } from './around.ts';
import { invalidParameter, managedElsewhere } from './errors.ts';
import { arnOf } from './secrets.ts';

const DEFAULT_WINDOW_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

export const deletionOperations = ({ secrets, clock }: Around) => ({
  DeleteSecret(input: DeleteSecretRequest, call: Call) {
    const { SecretId = '', RecoveryWindowInDays, ForceDeleteWithoutRecovery: force } = input;
    if (force && RecoveryWindowInDays !== undefined)
      throw invalidParameter(
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
      );
    const days = RecoveryWindowInDays ?? DEFAULT_WINDOW_DAYS;
    if (days < 7 || days > 30)
      throw invalidParameter(
        'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
      );

    const asked = clock.date();
    if (force) {
      // What is not there is as good as deleted.
      const secret = secrets.find(SecretId, call);
      if (secret?.owner) throw managedElsewhere();
      if (secret) secrets.remove(secret, call);
      return { ...(secret?.identity ?? identityOf(SecretId, call)), DeletionDate: asked };
    }
    const secret = secrets.getToChange(SecretId, call);
    const due = new Date(asked.getTime() + days * DAY_MS);
    secret.deletion = { asked, due };
    return { ...secret.identity, DeletionDate: due };
  },

  RestoreSecret({ SecretId }: RestoreSecretRequest, call: Call) {
    const secret = secrets.getEvenDeleted(SecretId, call);
    secret.deletion = undefined;
    secret.changed = clock.date();
    return secret.identity;
  },
});

const identityOf = (id: string, call: Call) =>
  id.startsWith('arn:') ? { ARN: id, Name: id } : { ARN: arnOf(call, id), Name: id };
