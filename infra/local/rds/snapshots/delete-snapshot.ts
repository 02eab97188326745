import type { DeleteDBClusterSnapshotCommandInput } from '@aws-sdk/client-rds';
import { invalidSnapshotState } from '../errors.ts';
import { required } from '../input.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import { findOwnSnapshot } from '../state/find.ts';
import { snapshotAnswer } from './answer.ts';
import { removeSnapshot } from './remove-snapshot.ts';

/** Deleting a copy that is being made ends the copying. */
export const deleteDBClusterSnapshot = (
  rds: Rds,
): Operation<DeleteDBClusterSnapshotCommandInput> => ({
  permissions: (input, call) =>
    needs(rds, call, [['cluster-snapshot', input.DBClusterSnapshotIdentifier]]),
  run: (input, call) => {
    const name = required(input, 'DBClusterSnapshotIdentifier');
    const snapshot = findOwnSnapshot(rds.regions, name, call);
    if (snapshot.type === 'automated')
      throw invalidSnapshotState('Only manual snapshots may be deleted.');
    if (snapshot.status === 'creating')
      throw invalidSnapshotState(
        'Cannot delete the specified snapshot because it is not in the available or failed state.',
      );
    removeSnapshot(rds, snapshot);
    return { DBClusterSnapshot: snapshotAnswer(rds, snapshot, call) };
  },
});
