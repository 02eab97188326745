import type { RestoreRequest } from '../../events/restore-request.ts';
import type { CopyInProgress } from '../../shared/aurora/copies-in-progress.ts';
import {
  type Configuration,
  parseConfiguration,
} from '../../shared/configuration/configuration.ts';
import type { Reason } from '../../shared/errors.ts';
import { ACCOUNT, REGION } from '../../test/fixtures/steps/operation.ts';
import { sourcesOf } from '../../test/fixtures/steps/source-world.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { snapshotCheck } from './snapshot-check.ts';

export interface Given {
  readonly request?: Partial<RestoreRequest>;
  readonly defaults?: Partial<Configuration['defaults']>;
  readonly allowed?: Configuration['allowed_targets'];
  readonly accounts?: Configuration['source_accounts'];
  readonly allowUnproven?: boolean;
  readonly database?: Partial<Configuration['database']>;
  readonly references?: readonly Reason[];
  /** `null`: there is none. */
  readonly defaultGroup?: string | null;
  readonly quotas?: readonly Reason[];
  readonly copying?: readonly CopyInProgress[];
  readonly login?: () => Promise<{ username: string; password: string }>;
}

const login = async () => ({ username: 'admin', password: 'x' });
const configuration = parseConfiguration({}, 'test');

/** An operation whose target nobody has looked at yet. */
export function asked(): World {
  const world = new World();
  const { target: _, snapshot: __, ...operation } = world.operation;
  world.operation = operation;
  return world;
}

export const check = (world: World, given: Given = {}) =>
  snapshotCheck({
    aurora: world.aurora,
    sourceAt: sourcesOf(world),
    references: async () => given.references ?? [],
    defaultSecurityGroup: async () =>
      given.defaultGroup === undefined ? 'sg-default' : (given.defaultGroup ?? undefined),
    quotas: async () => given.quotas ?? [],
    copiesInProgress: async () => given.copying ?? [],
    operations: world.operations,
    lines: world.lines,
    max_concurrent_restores: configuration.max_concurrent_restores,
    masterLogin: { read: given.login ?? login },
    configuration: {
      defaults: { ...configuration.defaults, ...given.defaults },
      allowed_targets: given.allowed ?? [],
      environment: configuration.environment,
      source_accounts: given.accounts ?? [],
      database: { ...configuration.database, ...given.database },
      allow_unproven_keys: given.allowUnproven ?? false,
    },
    here: { account_id: ACCOUNT, region: REGION },
  })(
    world.input({
      snapshot_name: 'shop-1',
      target_cluster_id: 'target',
      ...given.request,
    }),
  );
