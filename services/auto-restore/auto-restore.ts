import type { RdsEvent } from '../../events/rds/index.ts';
import { rdsArn } from '../../shared/aurora/arn.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import type { SourcePlace, SourceSide } from '../../shared/aurora/source.ts';
import type { AutoRestore } from '../../shared/configuration/auto-restores.ts';
import type { Report } from '../../shared/step/runtime.ts';
import { type Asking, considering } from './consider.ts';
import { isOverdue, isTooSoon } from './decide.ts';
import { isAbout, isNamedFor, onlyCluster, placeOf } from './is-about.ts';
import { known, type RuleState } from './rule-state.ts';

interface Dependencies extends Asking {
  readonly rules: readonly AutoRestore[];
  readonly sourceAt: (place: SourcePlace) => Pick<SourceSide, 'snapshot' | 'snapshotsOf'>;
}

/**
 * Asks for restores of new snapshots, by rules. An event of RDS says that one may be new; without one it
 * looks now and then what is due, and what no event told of. Each rule is taken by itself: what fails
 * with one is reported, and the others are still looked after; then the run as a whole fails.
 */
export function autoRestore(world: Dependencies) {
  const { rules, here, states, now } = world;
  const { consider, repeat, forget, isBusy } = considering(world);
  const about = isAbout(rules, here);
  const sideOf = (rule: AutoRestore) => world.sourceAt(placeOf(rule, here));
  const knownOf = (rule: AutoRestore) =>
    states.change(rule.name, (before) => known(rule, placeOf(rule, here), before, now()));

  async function hear(rule: AutoRestore, arn: string, report: Report): Promise<void> {
    await knownOf(rule);
    const side = sideOf(rule);
    const snapshot = await side.snapshot(arn);
    if (!snapshot || !about(rule, snapshot))
      return report.debug('no snapshot for this rule', { arn });
    const clusterId = snapshot.source_cluster_id;
    const snapshots = (await side.snapshotsOf(clusterId)).filter((one) => about(rule, one));
    await consider(rule, { clusterId, snapshots, told: snapshot.arn }, report);
  }

  async function look(rule: AutoRestore, report: Report): Promise<void> {
    const state = await knownOf(rule);
    for (const [clusterId, { asked }] of state.clusters)
      if (asked) await repeat(rule, clusterId, asked, report);
    const side = sideOf(rule);
    for (const clusterId of dueOf(rule, state)) {
      if (await isBusy(state.clusters.get(clusterId) ?? {})) continue;
      const found = await side.snapshotsOf(clusterId);
      const snapshots = found.filter((one) => about(rule, one));
      const outcome = await consider(rule, { clusterId, snapshots }, report);
      if (found.length === 0 && onlyCluster(rule) === undefined) await forget(rule, clusterId);
      else if (outcome === 'overdue') tellOverdue(clusterId, report);
    }
    if (onlyCluster(rule) === undefined) await lookEverywhere(rule, state, report);
  }

  function dueOf(rule: AutoRestore, { since, clusters }: RuleState): readonly string[] {
    const only = onlyCluster(rule);
    const ids = only === undefined ? [...clusters.keys()] : [only];
    return ids.filter((id) => {
      const cluster = clusters.get(id) ?? {};
      if (isTooSoon(cluster, rule, now())) return false;
      return cluster.awaits !== undefined || isOverdue(cluster, { rule, since, now: now() });
    });
  }

  /** Clusters that nothing was told of yet, and so are not known. */
  async function lookEverywhere(rule: AutoRestore, state: RuleState, report: Report) {
    const { since, looked_at = since } = state;
    if (!isOverdue({}, { rule, since: looked_at, now: now() })) return;
    const found = (await sideOf(rule).snapshotsOf()).filter((one) => about(rule, one));
    const byCluster = Map.groupBy(found, (one: ClusterSnapshot) => one.source_cluster_id);
    for (const [clusterId, snapshots] of byCluster)
      await consider(rule, { clusterId, snapshots }, report);
    const at = now().toISOString();
    await states.change(rule.name, (before = state) => ({ ...before, looked_at: at }));
  }

  /** `undefined` where nothing was told of: it is time to look. */
  return async (event: RdsEvent | undefined, report: Report): Promise<void> => {
    const failures: unknown[] = [];
    const arn = event?.detail.SourceArn ?? '';
    for (const rule of event ? rulesFor(world, event) : rules)
      try {
        report.identify({ rule: rule.name });
        await (event ? hear(rule, arn, report) : look(rule, report));
      } catch (error) {
        report.error(`could not look after the rule ${rule.name}`, error);
        failures.push(error);
      }
    if (failures.length > 0) throw new AggregateError(failures, 'not every rule was looked after');
  };
}

/** Those that may be about the snapshot that an event tells of. */
function rulesFor({ rules, here }: Pick<Dependencies, 'rules' | 'here'>, event: RdsEvent) {
  const snapshot = rdsArn(event.detail.SourceArn);
  if (snapshot?.kind !== 'cluster-snapshot') return [];
  return rules.filter((rule) => {
    const { account_id, region } = placeOf(rule, here);
    return (
      snapshot.account_id === account_id &&
      snapshot.region === region &&
      isNamedFor(rule, snapshot.name)
    );
  });
}

function tellOverdue(cluster: string, report: Report): void {
  report.warn('there is no new snapshot, though it is time for one', { cluster });
  report.count('AutoRestoreOverdue');
}
