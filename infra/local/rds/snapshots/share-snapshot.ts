import type {
  DBClusterSnapshotAttributesResult,
  DescribeDBClusterSnapshotAttributesCommandInput,
  ModifyDBClusterSnapshotAttributeCommandInput,
} from '@aws-sdk/client-rds';
import { ServiceError } from '../../service.ts';
import { invalidCombination, invalidSnapshotState, invalidValue } from '../errors.ts';
import { required } from '../input.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import { findOwnSnapshot } from '../state/find.ts';
import type { Snapshot } from '../state/snapshot.ts';

export const describeDBClusterSnapshotAttributes = (
  rds: Rds,
): Operation<DescribeDBClusterSnapshotAttributesCommandInput> => ({
  permissions: (input, call) =>
    needs(rds, call, [['cluster-snapshot', input.DBClusterSnapshotIdentifier]]),
  run: (input, call) => {
    const name = required(input, 'DBClusterSnapshotIdentifier');
    return attributesAnswer(findOwnSnapshot(rds.regions, name, call));
  },
});

/** Shares a snapshot with other accounts, or no longer. */
export const modifyDBClusterSnapshotAttribute = (
  rds: Rds,
): Operation<ModifyDBClusterSnapshotAttributeCommandInput> => ({
  permissions: (input, call) =>
    needs(rds, call, [['cluster-snapshot', input.DBClusterSnapshotIdentifier]]),
  run: (input, call) => {
    const name = required(input, 'DBClusterSnapshotIdentifier');
    const snapshot = findOwnSnapshot(rds.regions, name, call);
    if (required(input, 'AttributeName') !== 'restore')
      throw invalidValue(`Invalid snapshot attribute: ${input.AttributeName}`);
    const shared = new Set([...snapshot.sharedWith, ...(input.ValuesToAdd ?? [])]);
    for (const account of input.ValuesToRemove ?? []) shared.delete(account);
    checkSharing(rds, snapshot, shared);
    snapshot.sharedWith.clear();
    for (const account of shared) snapshot.sharedWith.add(account);
    return attributesAnswer(snapshot);
  },
});

/** Not counting `all`. */
const MOST_ACCOUNTS = 20;

const checkSharing = (rds: Rds, snapshot: Snapshot, shared: ReadonlySet<string>): void => {
  if (snapshot.type === 'automated')
    throw invalidSnapshotState('Only manual snapshots may be shared.');
  if (snapshot.status !== 'available')
    throw invalidSnapshotState(
      `The DB cluster snapshot ${snapshot.id} is in ${snapshot.status} state.`,
    );
  for (const account of shared)
    if (account !== 'all' && !/^\d{12}$/.test(account))
      throw invalidValue(`Invalid AWS account ID: ${account}`);
  if (shared.size > 0 && snapshot.kmsKeyId && rds.keys.isOwn(snapshot.kmsKeyId))
    throw invalidCombination(
      'Sharing snapshots encrypted with the default service key for RDS is currently not supported.',
    );
  if (shared.has('all') && snapshot.kmsKeyId)
    throw invalidCombination('Encrypted DB cluster snapshots can’t be shared publicly.');
  if (shared.size - Number(shared.has('all')) > MOST_ACCOUNTS)
    throw new ServiceError(
      'SharedSnapshotQuotaExceededFault',
      `A snapshot can be shared with ${MOST_ACCOUNTS} accounts at most.`,
    );
};

const attributesAnswer = (
  snapshot: Snapshot,
): { DBClusterSnapshotAttributesResult: DBClusterSnapshotAttributesResult } => ({
  DBClusterSnapshotAttributesResult: {
    DBClusterSnapshotIdentifier: snapshot.id,
    DBClusterSnapshotAttributes: [
      { AttributeName: 'restore', AttributeValues: [...snapshot.sharedWith] },
    ],
  },
});
