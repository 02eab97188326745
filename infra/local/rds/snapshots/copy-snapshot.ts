import type { CopyDBClusterSnapshotCommandInput } from '@aws-sdk/client-rds';
import type { Call } from '../../service.ts';
import { invalidCombination, invalidSnapshotState } from '../errors.ts';
import { onlyMembers, required } from '../input.ts';
import { usableKey, usableSnapshotKey } from '../keys.ts';
import { arnOf, samePlace } from '../naming/arn.ts';
import type { Operation } from '../operation.ts';
import { needs, tagging } from '../permissions/needs.ts';
import { requireRoom } from '../quotas.ts';
import type { Rds } from '../rds.ts';
import { findReadableSnapshot } from '../state/find.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { readTags } from '../tags/tags.ts';
import { snapshotAnswer } from './answer.ts';
import { newSnapshotName } from './take-snapshot.ts';

/** Copies a snapshot into the caller's region and account. RDS sends no event, whatever becomes of it. */
export const copyDBClusterSnapshot = (rds: Rds): Operation<CopyDBClusterSnapshotCommandInput> => ({
  permissions: (input, call) => {
    const {
      SourceDBClusterSnapshotIdentifier: source,
      TargetDBClusterSnapshotIdentifier: target,
      Tags: tags,
    } = input;
    return [
      ...needs(
        rds,
        call,
        [
          ['cluster-snapshot', source],
          ['cluster-snapshot', target],
        ],
        { tags },
      ),
      ...tagging(rds, call, 'cluster-snapshot', target, tags),
    ];
  },
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      'CopyTags',
      'KmsKeyId',
      'PreSignedUrl',
      'SourceDBClusterSnapshotIdentifier',
      'Tags',
      'TargetDBClusterSnapshotIdentifier',
    ]);
    const name = required(input, 'SourceDBClusterSnapshotIdentifier');
    const source = findReadableSnapshot(rds.regions, name, call);
    if (source.status !== 'available')
      throw invalidSnapshotState(
        `The DB cluster snapshot ${source.id} is in ${source.status} state but expected it to be available.`,
      );
    const copy = newCopy(rds, call, input, source);
    const region = rds.regions.at(call);
    if (source.place.region !== region.place.region)
      requireRoom(rds.quotas, region, 'copiesAcrossRegions');
    region.snapshots.set(copy.id, copy);
    start(rds, source, copy);
    return { DBClusterSnapshot: snapshotAnswer(rds, copy, call) };
  },
});

const newCopy = (
  rds: Rds,
  call: Call,
  input: CopyDBClusterSnapshotCommandInput,
  source: Snapshot,
): Snapshot => ({
  place: rds.regions.at(call).place,
  id: newSnapshotName(
    rds,
    call,
    required(input, 'TargetDBClusterSnapshotIdentifier'),
    'TargetDBClusterSnapshotIdentifier',
  ),
  dataKey: `snapshot-${rds.uuid()}`,
  type: 'manual',
  createdAt: rds.clock.date(),
  duration: rds.durations.copySnapshot,
  cluster: source.cluster,
  kmsKeyId: keyOf(rds, input.KmsKeyId, source, call),
  tags: new Map([...(input.CopyTags ? source.tags : []), ...readTags(input.Tags)]),
  sharedWith: new Set(),
  sourceArn: arnOf(source.place, 'cluster-snapshot', source.id),
  status: 'copying',
  bytes: 0,
});

/** A key encrypts the copy anew; where the source's key does not reach, the request must name one. */
const keyOf = (
  rds: Rds,
  asked: string | undefined,
  source: Snapshot,
  call: Call,
): string | undefined => {
  if (!source.kmsKeyId && asked)
    throw invalidCombination(
      'KmsKeyId can’t be specified: the source DB cluster snapshot is not encrypted.',
    );
  if (!source.kmsKeyId) return undefined;
  if (!asked && !samePlace(source.place, call))
    throw invalidCombination(
      'KmsKeyId must be specified to copy an encrypted DB cluster snapshot from another Region or account.',
    );
  const own = usableSnapshotKey(rds, source.kmsKeyId, call);
  return asked ? usableKey(rds, asked, call) : own;
};

const start = (rds: Rds, source: Snapshot, copy: Snapshot): void =>
  rds.background.start({
    what: `copying the snapshot ${source.id} to ${copy.id}`,
    on: [source.dataKey, copy.dataKey],
    run: () => rds.engine.copySnapshot(source.dataKey, copy.dataKey),
    lasting: copy.duration,
    done: () => {
      if (copy.status !== 'copying') return;
      copy.bytes = source.bytes;
      copy.status = 'available';
    },
    failed: () => {
      if (copy.status === 'copying') copy.status = 'failed';
    },
  });
