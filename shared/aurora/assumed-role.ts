import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { StepFailure } from '../errors.ts';
import { isRdsError, meaningOf } from './rds-errors.ts';

interface Role {
  readonly arn: string;
  readonly externalId: string;
  /** Tells in the other account's trail which service it was. */
  readonly sessionName: string;
}

/** Credentials of a role, as a client of the SDK asks for them: it keeps them until shortly before they expire. */
export const assumedRole =
  (sts: STSClient, { arn, externalId, sessionName }: Role) =>
  async () => {
    try {
      const { Credentials } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: arn,
          ExternalId: externalId,
          RoleSessionName: sessionName,
        }),
        { abortSignal: AbortSignal.timeout(LONGEST_MS) },
      );
      if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey)
        throw new Error(`STS gives no credentials of ${arn}`);
      return {
        accessKeyId: Credentials.AccessKeyId,
        secretAccessKey: Credentials.SecretAccessKey,
        sessionToken: Credentials.SessionToken,
        expiration: Credentials.Expiration,
      };
    } catch (error) {
      if (error instanceof Error && isRdsError(error, 'AccessDenied'))
        throw new StepFailure('SOURCE_ACCOUNT_DENIED', `AssumeRole ${arn}: ${error.message}`, {
          cause: error,
        });
      throw meaningOf(error, `AssumeRole ${arn}`);
    }
  };

/** Less than the time that a claim must have to spare. */
const LONGEST_MS = 5_000;
