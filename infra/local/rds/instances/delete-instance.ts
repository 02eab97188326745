import type { DeleteDBInstanceCommandInput } from '@aws-sdk/client-rds';
import { finishDeletion } from '../clusters/deletion.ts';
import {
  invalidClusterState,
  invalidCombination,
  invalidInstanceState,
  notImplemented,
} from '../errors.ts';
import { instanceNotices } from '../events/messages.ts';
import { onlyMembers, required } from '../input.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import { findInstance, instancesOf } from '../state/find.ts';
import type { Instance } from '../state/instance.ts';
import { instanceAnswer } from './answer.ts';
import { promoteReader } from './promote-reader.ts';

/** The cluster's deletion protection does not protect its instances. The last one stops the server. */
export const deleteDBInstance = (rds: Rds): Operation<DeleteDBInstanceCommandInput> => ({
  permissions: (input, call) => needs(rds, call, [['db', input.DBInstanceIdentifier]]),
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      'DBInstanceIdentifier',
      'DeleteAutomatedBackups',
      'FinalDBSnapshotIdentifier',
      'SkipFinalSnapshot',
    ]);
    if (input.FinalDBSnapshotIdentifier)
      throw invalidCombination(
        'FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance',
      );
    if (input.DeleteAutomatedBackups === false)
      throw notImplemented('DeleteAutomatedBackups false of DeleteDBInstance');
    const instance = findInstance(rds.regions, required(input, 'DBInstanceIdentifier'), call);
    checkDeletable(rds, instance);
    instance.status = 'deleting';
    promoteReader(rds, instance);
    remove(rds, instance);
    return { DBInstance: instanceAnswer(rds.regions.at(call), instance) };
  },
});

const checkDeletable = (rds: Rds, instance: Instance): void => {
  const cluster = rds.regions.at(instance.place).clusters.get(instance.clusterId);
  if (instance.status === 'deleting')
    throw invalidInstanceState(`Instance ${instance.id} is already being deleted.`);
  if (cluster && ['stopping', 'stopped', 'starting'].includes(cluster.status))
    throw invalidClusterState(`Db cluster ${cluster.id} is in ${cluster.status} state`);
  if (instance.status === 'creating' || instance.status === 'modifying')
    throw invalidInstanceState(
      `Instance ${instance.id} is currently ${instance.status} - try again later.`,
    );
};

const remove = (rds: Rds, instance: Instance): void => {
  const region = rds.regions.at(instance.place);
  const cluster = region.clusters.get(instance.clusterId);
  const isLast = () =>
    cluster && instancesOf(region, cluster).every(({ status }) => status === 'deleting');
  rds.background.start({
    what: `deleting the instance ${instance.id}`,
    on: cluster ? [cluster.resourceId] : [],
    run: async () => {
      if (cluster && isLast()) await rds.engine.stop(cluster.resourceId);
    },
    lasting: rds.durations.deleteInstance,
    done: () => {
      if (region.instances.get(instance.id) !== instance) return;
      region.instances.delete(instance.id);
      rds.notices.tell('instance', instance, instanceNotices.deleted);
      if (!cluster) return;
      if (isLast()) cluster.server = undefined;
      finishDeletion(rds, cluster);
    },
    failed: () => {
      instance.status = 'failed';
    },
  });
};
