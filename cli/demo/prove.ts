import type { DBCluster } from '@aws-sdk/client-rds';
import { fingerprint } from '../../infra/local/sample/fingerprint.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import type { LocalPipeline } from '../local/bring-up.ts';
import type { LocalClients } from '../local/clients.ts';
import { describeCluster } from '../local/clusters.ts';
import { onDatabase } from '../local/database.ts';
import type { Check } from './check.ts';
import { proveData } from './prove-data.ts';
import { proveMessages } from './prove-messages.ts';
import { proveResources } from './prove-resources.ts';
import { proveUsers } from './prove-users.ts';
import { type Scene, TARGET } from './scene.ts';

/** What is left after the restore, to be compared with what was before. */
export interface Evidence {
  readonly pipeline: LocalPipeline;
  readonly clients: LocalClients;
  readonly scene: Scene;
  readonly operation: Operation;
  /** The restored cluster. */
  readonly cluster: DBCluster;
}

/** Everything that must hold, by subject. */
export async function prove(
  given: Omit<Evidence, 'cluster'>,
): Promise<{ readonly name: string; readonly checks: readonly Check[] }[]> {
  const { pipeline, clients, scene } = given;
  const evidence = { ...given, cluster: await describeCluster(clients.rds, TARGET) };
  // A restored cluster has the master password of its source.
  const { ca } = pipeline.databases;
  const restored = await onDatabase(evidence.cluster, scene.source.master, ca, fingerprint);
  return [
    { name: 'The data are those of the snapshot', checks: proveData(restored, scene) },
    { name: 'The users', checks: await proveUsers(evidence) },
    { name: 'Deleted, kept, left alone', checks: await proveResources(evidence) },
    { name: 'Messages', checks: proveMessages(evidence) },
  ];
}
