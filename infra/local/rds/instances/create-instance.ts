import type { CreateDBInstanceCommandInput } from '@aws-sdk/client-rds';
import type { Call } from '../../service.ts';
import { applyPendingPassword } from '../clusters/password.ts';
import { checkEngine } from '../engine-versions/versions.ts';
import { instanceExists, notImplemented } from '../errors.ts';
import { instanceNotices } from '../events/messages.ts';
import { onlyMembers, required } from '../input.ts';
import { passingMonitoringRole } from '../monitoring.ts';
import { newIdentifier } from '../naming/identifier.ts';
import { resourceId } from '../naming/resource-id.ts';
import type { Operation } from '../operation.ts';
import { needs, type Touched, tagging } from '../permissions/needs.ts';
import { requireRoom } from '../quotas.ts';
import type { Rds } from '../rds.ts';
import type { Cluster } from '../state/cluster.ts';
import { findCluster, instancesOf } from '../state/find.ts';
import type { Instance } from '../state/instance.ts';
import { readTags } from '../tags/tags.ts';
import { instanceAnswer } from './answer.ts';
import { checkFits } from './check-fits.ts';
import { defaultInstanceSettings, INSTANCE_MEMBERS, instanceSettings } from './settings.ts';

/** Adds an instance to a cluster that is available. The first one is the writer and starts the server. */
export const createDBInstance = (rds: Rds): Operation<CreateDBInstanceCommandInput> => ({
  permissions: (input, call) => [
    ...needs(rds, call, touched(input), {
      tags: input.Tags,
      context: { 'rds:PubliclyAccessible': String(input.PubliclyAccessible ?? false) },
    }),
    ...tagging(rds, call, 'db', input.DBInstanceIdentifier, input.Tags),
    ...passingMonitoringRole(input),
  ],
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      ...INSTANCE_MEMBERS,
      'DBClusterIdentifier',
      'Engine',
      'EngineVersion',
      'Tags',
    ]);
    checkEngine(required(input, 'Engine'));
    if (!input.DBClusterIdentifier)
      throw notImplemented('CreateDBInstance without a DBClusterIdentifier');
    const cluster = findCluster(rds.regions, input.DBClusterIdentifier, call);
    const instance = newInstance(rds, call, cluster, input);
    checkFits(rds.regions.at(call), cluster, input);
    rds.regions.at(call).instances.set(instance.id, instance);
    start(rds, cluster, instance);
    return { DBInstance: instanceAnswer(rds.regions.at(call), instance) };
  },
});

const touched = (input: CreateDBInstanceCommandInput): Touched[] => [
  [
    'db',
    input.DBInstanceIdentifier,
    {
      'rds:DatabaseEngine': input.Engine ?? '',
      'rds:DatabaseClass': input.DBInstanceClass ?? '',
    },
  ],
  ['cluster', input.DBClusterIdentifier],
  ...(input.DBParameterGroupName ? [['pg', input.DBParameterGroupName] as const] : []),
];

const newInstance = (
  rds: Rds,
  call: Call,
  cluster: Cluster,
  input: CreateDBInstanceCommandInput,
): Instance => {
  const region = rds.regions.at(call);
  const id = newIdentifier('DBInstanceIdentifier', required(input, 'DBInstanceIdentifier'));
  if (region.instances.has(id)) throw instanceExists();
  requireRoom(rds.quotas, region, 'instances');
  const others = instancesOf(region, cluster).filter(({ status }) => status !== 'deleting');
  required(input, 'DBInstanceClass');
  return {
    place: region.place,
    id,
    resourceId: resourceId('db', rds.uuid()),
    createdAt: rds.clock.date(),
    clusterId: cluster.id,
    tags: readTags(input.Tags),
    status: 'creating',
    isWriter: !others.some(({ isWriter }) => isWriter),
    settings: instanceSettings(rds, call, input, {
      cluster,
      before: defaultInstanceSettings(rds, cluster),
    }),
  };
};

const start = (rds: Rds, cluster: Cluster, instance: Instance): void =>
  rds.background.start({
    what: `starting the server of the cluster ${cluster.id} for the instance ${instance.id}`,
    on: [cluster.resourceId],
    run: () => rds.engine.start(cluster.resourceId, { port: cluster.port }),
    lasting: rds.durations.createInstance,
    done: (server) => {
      if (instance.status !== 'creating') return;
      cluster.server = server;
      instance.status = 'available';
      rds.notices.tell('instance', instance, instanceNotices.created);
      applyPendingPassword(rds, cluster);
    },
    failed: () => {
      instance.status = 'failed';
    },
  });
