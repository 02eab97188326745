import type { RDSClient } from '@aws-sdk/client-rds';
import type { Reason } from '../errors.ts';
import type { ClusterSettings, InstanceSettings } from '../operation/settings.ts';
import { instanceClasses } from './references/instance-classes.ts';
import { type LookAtSecurityGroups, network } from './references/network.ts';
import { parameterGroups } from './references/parameter-groups.ts';
import { referable } from './references/referable.ts';
import { engineVersion } from './references/version.ts';

/** What a restore refers to. */
export interface Referring {
  readonly engine: string;
  readonly snapshot_version: string;
  readonly settings: ClusterSettings;
  /** Those that will be made. */
  readonly instances: readonly InstanceSettings[];
  /** Where the deployment's own security group lies, if it has one. */
  readonly deployment_vpc_id?: string | undefined;
}

/** What RDS does not have of it, or what does not fit together; to be known before anything is deleted. */
export type References = (given: Referring) => Promise<readonly Reason[]>;

export const references =
  (client: RDSClient, lookAtSecurityGroups: LookAtSecurityGroups): References =>
  async (given) => {
    const rds = referable(client, given.engine);
    const { engine_version } = given.settings;
    const version = rds.version(engine_version);
    const reasons = await Promise.all([
      engineVersion(rds, given, version),
      parameterGroups(rds, given, version),
      instanceClasses(rds, given, version),
      network(rds, given, lookAtSecurityGroups),
    ]);
    return reasons.flat();
  };
