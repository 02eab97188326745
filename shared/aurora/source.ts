import type { KMSClient } from '@aws-sdk/client-kms';
import {
  DescribeDBClusterSnapshotAttributesCommand,
  ModifyDBClusterSnapshotAttributeCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import type { Permit } from '../step/permit.ts';
import { rdsArn } from './arn.ts';
import { type Aurora, aurora, within } from './aurora.ts';
import type { GrantTrial } from './grant-trial.ts';
import { type LookAtKey, lookAtKey } from './keys.ts';
import { told } from './outcomes.ts';

/** Where a snapshot lies. */
export interface SourcePlace {
  readonly account_id: string;
  readonly region: string;
}

/** RDS and KMS where a snapshot lies. What is made or shared is made or shared there. */
export interface SourceSide
  extends Pick<Aurora, 'snapshot' | 'snapshotsOf' | 'copySnapshot' | 'deleteSnapshot'> {
  readonly lookAtKey: LookAtKey;
  /** The accounts that may read and copy it, beside its own. */
  sharedWith(id: string): Promise<readonly string[]>;
  share(permit: Permit, id: string, accountId: string): Promise<void>;
  unshare(permit: Permit, id: string, accountId: string): Promise<void>;
}

/**
 * The side of a place: with the pipeline's own credentials in its own account, with those of the
 * account's role where the account is configured, and with its own again where it is not. There it
 * sees only what is shared with it. A role is assumed by the first call: one that cannot be fails that
 * call with `SOURCE_ACCOUNT_DENIED`.
 */
export type SourceAt = (place: SourcePlace) => SourceSide;

interface Clients {
  readonly rds: RDSClient;
  /** With `maxAttempts: 1`, as `aurora` wants it. */
  readonly oneAttempt: RDSClient;
  readonly kms: KMSClient;
}

/** With `trial`, a key is proven by it where it can be. */
export function sourceSide(
  { rds, oneAttempt, kms }: Clients,
  environment: string,
  trial?: GrantTrial,
): SourceSide {
  const { snapshot, snapshotsOf, copySnapshot, deleteSnapshot } = aurora(
    rds,
    oneAttempt,
    environment,
  );
  const change = (permit: Permit, id: string, values: object) =>
    told(`ModifyDBClusterSnapshotAttribute ${id}`, async () => {
      const command = new ModifyDBClusterSnapshotAttributeCommand({
        DBClusterSnapshotIdentifier: nameThere(id),
        AttributeName: RESTORE,
        ...values,
      });
      await oneAttempt.send(command, within(permit));
    });
  return {
    snapshot,
    snapshotsOf,
    copySnapshot,
    deleteSnapshot,
    lookAtKey: lookAtKey(kms, trial),
    sharedWith: (id) =>
      told(`DescribeDBClusterSnapshotAttributes ${id}`, async () => {
        const command = new DescribeDBClusterSnapshotAttributesCommand({
          DBClusterSnapshotIdentifier: nameThere(id),
        });
        const { DBClusterSnapshotAttributesResult: result } = await rds.send(command);
        return (result?.DBClusterSnapshotAttributes ?? [])
          .filter(({ AttributeName }) => AttributeName === RESTORE)
          .flatMap(({ AttributeValues = [] }) => AttributeValues);
      }),
    share: (permit, id, accountId) => change(permit, id, { ValuesToAdd: [accountId] }),
    unshare: (permit, id, accountId) => change(permit, id, { ValuesToRemove: [accountId] }),
  };
}

/** That these calls take an ARN is written nowhere; a name they take for certain. */
const nameThere = (id: string) => rdsArn(id)?.name ?? id;

/** Source: RDS API reference, ModifyDBClusterSnapshotAttribute: whom it names may copy or restore. */
const RESTORE = 'restore';
