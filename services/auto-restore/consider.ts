import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import type { SourcePlace } from '../../shared/aurora/source.ts';
import type { AutoRestore } from '../../shared/configuration/auto-restores.ts';
import { isHere } from '../../shared/configuration/restore-targets.ts';
import { holderOf } from '../../shared/operation/holder.ts';
import { isUnderWay, type OutgoingEvent } from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import type { Report } from '../../shared/step/runtime.ts';
import { askFor, eventOf } from './ask-for.ts';
import { type Decision, decide, isOnItsWay, mustBeRepeated } from './decide.ts';
import {
  type Asked,
  type ClusterState,
  type RuleState,
  withCluster,
  withoutCluster,
} from './rule-state.ts';
import type { RuleStates } from './rule-states.ts';

export interface Asking {
  readonly states: RuleStates;
  readonly operations: Pick<Operations, 'read' | 'holder'>;
  readonly here: SourcePlace;
  readonly publish: (events: readonly OutgoingEvent[]) => Promise<void>;
  readonly now: () => Date;
}

/** What was found out about one of a rule's source clusters. */
interface Found {
  readonly clusterId: string;
  /** Those that the rule is about. */
  readonly snapshots: readonly ClusterSnapshot[];
  /** The ARN of the one that an event told of. */
  readonly told?: string;
}

/** One rule and one of its source clusters: what it asks for, and that this gets out. */
export function considering({ states, operations, here, publish, now }: Asking) {
  /** Whether the last restore is not over. One that has not begun may still be on its way. */
  async function isBusy({ asked }: ClusterState): Promise<boolean> {
    if (!asked) return false;
    const operation = await operations.read(asked.operation_id);
    return operation ? isUnderWay(operation) : !asked.sent || isOnItsWay(asked, now());
  }

  /**
   * When a cluster that a rule is about was itself restored. Until that is completed its snapshots may
   * hold half a restore, such as accounts that are still to be locked.
   */
  async function restored(rule: AutoRestore, id: string): Promise<Date | 'unfinished' | undefined> {
    if (!isHere(rule, here)) return undefined;
    const operation = await holderOf(operations, { kind: 'cluster', region: here.region, id });
    if (operation?.status === 'completed') return new Date(operation.end_time ?? now());
    const hasBegun = operation?.stages.delete_rds !== undefined;
    return operation && (isUnderWay(operation) || hasBegun) ? 'unfinished' : undefined;
  }

  /** Written down first, so that whoever finds it can do the rest. */
  async function send(rule: AutoRestore, clusterId: string, asked: Asked): Promise<void> {
    await publish([eventOf(asked)]);
    await states.change(rule.name, (state = lost(rule)) => {
      const cluster = state.clusters.get(clusterId);
      if (cluster?.asked?.operation_id !== asked.operation_id || cluster.asked.sent) return state;
      return withCluster(state, clusterId, { ...cluster, asked: { ...cluster.asked, sent: true } });
    });
  }

  return {
    isBusy,

    /** Puts what was asked for once more, where it may never have got out. */
    async repeat(rule: AutoRestore, clusterId: string, asked: Asked, report: Report) {
      if (asked.sent && !isOnItsWay(asked, now())) return;
      const hasBegun = (await operations.read(asked.operation_id)) !== undefined;
      if (mustBeRepeated(asked, hasBegun, now())) {
        report.warn('asking once more', { operation_id: asked.operation_id });
        await send(rule, clusterId, asked);
      }
    },

    /** Of many clusters one may be gone, with its snapshots: then nothing need be known of it any more. */
    async forget(rule: AutoRestore, clusterId: string): Promise<void> {
      await states.change(rule.name, (state = lost(rule)) => withoutCluster(state, clusterId));
    },

    async consider(rule: AutoRestore, { clusterId, snapshots, told }: Found, report: Report) {
      let decision: Decision | undefined;
      const state = await states.change(rule.name, async (state = lost(rule)) => {
        const cluster = state.clusters.get(clusterId) ?? {};
        decision = decide(cluster, {
          rule,
          since: state.since,
          now: now(),
          told,
          underWay: await isBusy(cluster),
          restored: await restored(rule, clusterId),
          snapshots,
        });
        return changed(state, clusterId, after(rule, clusterId, cluster, decision, now()));
      });
      if (decision?.do === 'wait') report.info(decision.why, { snapshot: decision.arn });
      const asked = state.clusters.get(clusterId)?.asked;
      if (decision?.do === 'ask' && asked) {
        report.info('asking for a restore', { operation_id: asked.operation_id });
        report.count('AutoRestoreRequested');
        await send(rule, clusterId, asked);
      }
      return decision?.do === 'nothing' && decision.overdue ? 'overdue' : 'considered';
    },
  };
}

/** What is known of a cluster after a decision. */
function after(
  rule: AutoRestore,
  clusterId: string,
  { asked }: ClusterState,
  decision: Decision,
  now: Date,
): ClusterState {
  switch (decision.do) {
    case 'ask':
      return { asked: askFor(rule, clusterId, decision.snapshot, now) };
    case 'wait':
      return { asked, awaits: decision.arn };
    case 'nothing':
      return { asked };
  }
}

/** The same object where the cluster is as it was. */
function changed(state: RuleState, id: string, cluster: ClusterState): RuleState {
  const before = state.clusters.get(id) ?? {};
  const same = before.asked === cluster.asked && before.awaits === cluster.awaits;
  return same ? state : withCluster(state, id, cluster);
}

function lost({ name }: AutoRestore): never {
  throw new Error(`nothing is known of the rule ${name} any more`);
}
