import type { Tag } from '@aws-sdk/client-rds';
import type { Call } from '../../service.ts';
import { checkEngine, type EngineVersion } from '../engine-versions/versions.ts';
import { clusterExists, notImplemented } from '../errors.ts';
import { clusterNotices } from '../events/messages.ts';
import { askedMonitoring } from '../monitoring.ts';
import { newIdentifier } from '../naming/identifier.ts';
import { resourceId } from '../naming/resource-id.ts';
import { requireRoom } from '../quotas.ts';
import type { Rds } from '../rds.ts';
import type { Cluster, ClusterSettings } from '../state/cluster.ts';
import { readTags } from '../tags/tags.ts';
import { checkWindows, chosenWindows } from '../windows.ts';
import { checkInsightsMode } from './check-settings.ts';
import { withSecurityGroups } from './security-groups.ts';
import { askedSettings, defaultSettings } from './settings.ts';

type Asked = Parameters<typeof askedSettings>[1] &
  Parameters<typeof askedMonitoring>[2] & {
    readonly DeletionProtection?: boolean | undefined;
    readonly EngineMode?: string | undefined;
    readonly Tags?: Tag[] | undefined;
  };

interface Given {
  readonly name: string;
  readonly engine: string;
  readonly version: EngineVersion;
  readonly masterUsername: string;
  readonly kmsKeyId: string | undefined;
  readonly port?: number;
}

/** Checks the rest of a request and enters the cluster that it asks for; its data have yet to come. */
export const enterCluster = (rds: Rds, call: Call, asked: Asked, given: Given): Cluster => {
  const region = rds.regions.at(call);
  checkEngine(given.engine);
  if (asked.EngineMode && asked.EngineMode !== 'provisioned')
    throw notImplemented(`the engine mode ${asked.EngineMode}`);
  const id = newIdentifier('DBClusterIdentifier', given.name);
  if (region.clusters.has(id)) throw clusterExists();
  requireRoom(rds.quotas, region, 'clusters');
  const cluster: Cluster = {
    place: region.place,
    id,
    resourceId: resourceId('cluster', rds.uuid()),
    createdAt: rds.clock.date(),
    masterUsername: given.masterUsername,
    kmsKeyId: given.kmsKeyId,
    tags: readTags(asked.Tags),
    status: 'creating',
    engineVersion: given.version.name,
    deletionProtection: asked.DeletionProtection ?? false,
    port: asked.Port ?? given.port ?? 3306,
    settings: newSettings(rds, call, asked, given.version),
    pending: {},
  };
  region.clusters.set(id, cluster);
  return cluster;
};

const newSettings = (
  rds: Rds,
  call: Call,
  asked: Asked,
  version: EngineVersion,
): ClusterSettings => {
  const region = rds.regions.at(call);
  const settings = withSecurityGroups(rds, region, {
    ...defaultSettings(region, version.family),
    ...askedSettings(region, asked, version.name),
    ...chosenWindows(asked),
    ...askedMonitoring(rds, call, asked, {}),
  });
  checkWindows(settings);
  checkInsightsMode(settings);
  return settings;
};

/** The cluster becomes available once its data are there. It has no instances, and nothing listens. */
export const bringUp = (
  rds: Rds,
  cluster: Cluster,
  work: {
    readonly what: string;
    readonly on: readonly string[];
    readonly run: () => Promise<void>;
    readonly lasting: number;
    readonly ifItFails: 'failed' | 'incompatible-restore';
  },
): void =>
  rds.background.start({
    ...work,
    done: () => {
      if (cluster.status !== 'creating') return;
      cluster.status = 'available';
      rds.notices.tell('cluster', cluster, clusterNotices.created);
    },
    failed: () => {
      if (cluster.status === 'creating') cluster.status = work.ifItFails;
    },
  });
