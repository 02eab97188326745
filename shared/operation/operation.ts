import * as z from 'zod';
import { stages } from '../../events/index.ts';
import { lineNames } from '../line/line.ts';
import { plan } from './plan.ts';
import {
  clusterSettings,
  instanceSettings,
  origins,
  shownCluster,
  shownInstance,
} from './settings.ts';

const time = z.iso.datetime();

export const statuses = [
  'queued',
  'in_progress',
  'completed',
  'failed',
  'rejected',
  'cancelled',
  'planned',
] as const;
export type Status = (typeof statuses)[number];

/** An event as it stands in an outbox, or as it started a stage. */
const outgoing = z.object({
  /** EventBridge's id, of a request only: an event of ours carries its own. */
  id: z.string().optional(),
  source: z.string(),
  detail_type: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type OutgoingEvent = z.infer<typeof outgoing>;

const stageRecord = z.object({
  /** The event that started the stage. */
  event: outgoing,
  started_at: time,
  /** Until when it was given. A redrive gives it as long again, and so does a replay. */
  deadline: time.optional(),
  ended_at: time.optional(),
  /** When the stage last asked to be called again, and why. */
  waiting: z
    .object({ since: time, reason: z.string(), progress: z.number().optional() })
    .optional(),
  /** How often it did. */
  checks: z.int().optional(),
});

const operationError = z.object({
  code: z.string(),
  message: z.string(),
  cause: z.string().optional(),
  remedy: z.string(),
  step: z.string(),
  at: time,
  /** The message that failed. Absent where the watchdog recorded a crash. */
  message_id: z.string().optional(),
  dead_letter_queue: z.string(),
  reasons: z
    .array(z.object({ code: z.string(), field: z.string().optional(), message: z.string() }))
    .optional(),
});
export type OperationError = z.infer<typeof operationError>;

const snapshot = z.object({
  arn: z.string(),
  id: z.string(),
  source_cluster_id: z.string(),
  source_resource_id: z.string().optional(),
  engine: z.string(),
  engine_version: z.string(),
  kms_key_id: z.string().optional(),
  master_username: z.string(),
  created_at: z.string(),
  /** The ARN of the snapshot that this is itself a copy of. */
  copy_of: z.string().optional(),
});
export type Snapshot = z.infer<typeof snapshot>;

const instance = z.object({
  id: z.string(),
  instance_class: z.string(),
  promotion_tier: z.int().optional(),
  writer: z.boolean(),
});

/** The old cluster under the target's name, as it was when the request was checked. */
const oldTarget = z.object({
  arn: z.string(),
  /** `DbClusterResourceId`: tells this very cluster from any other that had or gets its name. */
  resource_id: z.string(),
  deletion_protection: z.boolean(),
  instances: z.array(instance),
  /**
   * What the restored cluster is given back. Where the cluster is what an unfinished restore left, this
   * is of the one that stood there before. Empty in operations begun before it could be given back.
   */
  settings: shownCluster.extend({
    /** The writer first. */
    instances: z.array(shownInstance).optional(),
  }),
});
export type OldTarget = z.infer<typeof oldTarget>;

/** A snapshot in another account or region, and what it takes to bring it here. */
const source = z.object({
  account_id: z.string(),
  region: z.string(),
  /** Whether it lies in another account than this one. */
  foreign: z.boolean(),
  /** The key of its own account under which it is copied there first, where it cannot be shared as it is. */
  extra_copy_kms_key_id: z.string().optional(),
  /** Whether the pipeline shares it, and no longer shares it in the end. */
  share: z.boolean(),
});
export type Source = z.infer<typeof source>;

const target = z.object({
  cluster_id: z.string(),
  /** Absent where nothing stood there. */
  old: oldTarget.optional(),
  /** How the restored cluster will be: what was asked, filled up with the deployment's defaults. */
  settings: clusterSettings,
  /** Where each setting comes from; also of `instances`. */
  origins: z.record(z.string(), z.enum(origins)).optional(),
  /** The instances that it is to have, the writer first. Absent in operations begun before they were planned. */
  instances: z.array(instanceSettings).optional(),
});
export type Target = z.infer<typeof target>;

/** Something the operation made, recorded before the call that makes it. */
const resource = z.object({
  kind: z.enum(['cluster', 'cluster-snapshot', 'db']),
  id: z.string(),
  arn: z.string().optional(),
  resource_id: z.string().optional(),
  /** `source_copy` and `share` are what was made in the account of a foreign source. */
  role: z.enum(['copy', 'final_snapshot', 'target', 'instance', 'source_copy', 'share']),
  attempt: z.int(),
  deleted: z.boolean().optional(),
  /** The account that a share is with. */
  shared_with: z.string().optional(),
});
export type Resource = z.infer<typeof resource>;

/** One restore from beginning to end: an item of the table `aurora-restore-state`. */
export const operation = z.object({
  operation_id: z.string(),
  status: z.enum(statuses),
  step: z.enum(stages),
  sequence: z.int(),
  attempt: z.int(),
  claim: z.object({ by: z.string(), until: time }).optional(),
  outbox: z.object({ id: z.string(), events: z.array(outgoing) }).optional(),
  published: z.boolean(),
  next_check: z
    .object({
      id: z.string(),
      due: time,
      /** The watchdog has sent it, and SQS has taken it. */
      sent: z.boolean().optional(),
    })
    .optional(),
  deadline: time,
  /** What it waits for its turn at, and since when. */
  queued: z.object({ for: z.enum(lineNames), since: time }).optional(),
  /** When its stage was last redriven. */
  reopened_at: time.optional(),
  /** The deadline whose passing the watchdog has already acted upon. */
  deadline_acted_on: time.optional(),
  error: operationError.optional(),
  start_time: time,
  update_time: time,
  end_time: time.optional(),
  request: z.record(z.string(), z.unknown()),
  /** The EventBridge id of the event that asked. */
  request_event_id: z.string(),
  snapshot: snapshot.optional(),
  /** Absent where the snapshot lies in this account and region. */
  source: source.optional(),
  /** What a request with `dry_run` found out. */
  plan: plan.optional(),
  target: target.optional(),
  /** The snapshot that the cluster is restored from: the source, or its copy. */
  restore_from: z.string().optional(),
  resources: z.record(z.string(), resource),
  users: z.array(z.object({ username: z.string(), secret_name: z.string() })).optional(),
  /** What came with the snapshot's data that nobody declared, and what was done about it. */
  inherited: z
    .object({
      /** The very cluster that it came with. */
      resource_id: z.string(),
      users: z.array(
        z.object({ account: z.string(), done: z.enum(['kept', 'locked', 'dropped']) }),
      ),
      events: z.array(z.object({ event: z.string(), done: z.enum(['kept', 'disabled']) })),
      replication: z.array(z.object({ source: z.string(), done: z.enum(['kept', 'ended']) })),
    })
    .optional(),
  /** How many statements of the custom SQL have run, and on which very cluster. */
  custom_sql: z.object({ resource_id: z.string(), done: z.int() }).optional(),
  endpoint: z
    .object({ address: z.string(), reader_address: z.string().optional(), port: z.int() })
    .optional(),
  stages: z.partialRecord(z.enum(stages), stageRecord),
  /** Which events were told to people, by event id. */
  notified: z
    .record(z.string(), z.object({ until: time.optional(), sent_at: time.optional() }))
    .optional(),
});

export type Operation = z.infer<typeof operation>;
export type Inherited = NonNullable<Operation['inherited']>;

/** Whether it goes on by itself: somebody is at it, or it waits for its turn. */
export const isUnderWay = ({ status }: Pick<Operation, 'status'>): boolean =>
  status === 'in_progress' || status === 'queued';

/** Whether a worker may still be at it: the time at which a claim runs out is its own. */
export const claimIsAlive = ({ claim }: Pick<Operation, 'claim'>, now: Date): boolean =>
  claim !== undefined && Date.parse(claim.until) >= now.getTime();

/** Whether it neither goes on by itself nor has a worker that may still be in a call. */
export const hasEnded = (operation: Operation, now: Date): boolean =>
  !(isUnderWay(operation) || claimIsAlive(operation, now));

/** What a step found out, to be kept in the operation. */
export type Learnt = Partial<
  Pick<
    Operation,
    | 'snapshot'
    | 'source'
    | 'plan'
    | 'target'
    | 'restore_from'
    | 'users'
    | 'inherited'
    | 'custom_sql'
    | 'endpoint'
  >
> & { readonly resources?: Readonly<Record<string, Resource>> };
