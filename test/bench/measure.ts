import type { Faults } from '../../infra/local/faults.ts';
import { createCluster, onDatabase, takeSnapshot } from '../fixtures/clusters.ts';
import { startRestoreEnvironment } from '../fixtures/restore-environment.ts';

const environment = await startRestoreEnvironment();
/** Since the process began. */
const ready = performance.now();
const print = (what: string, value: number, unit: string) =>
  console.log(`${what.padEnd(52)}${value.toFixed(0).padStart(8)} ${unit}`);
const megabytes = () => process.memoryUsage().rss / 1e6;

print('process start to environment ready', ready, 'ms');
print('memory then', megabytes(), 'MB');

await createCluster(environment, 'source-cluster');
await onDatabase(environment, 'source-cluster', async (connection) => {
  await connection.query('CREATE DATABASE app');
  await connection.query('CREATE TABLE app.t (id INT PRIMARY KEY)');
});
await takeSnapshot(environment, 'source-cluster', 'bench');

for (const [title, id] of [
  ['first restore, every function cold', 'first'],
  ['second restore, functions warm', 'second'],
] as const) {
  const hops: number[] = [];
  environment.disturb(hopsInto(hops));
  const begin = performance.now();
  await environment.request({
    operation_id: id,
    snapshot_name: 'bench',
    target_cluster_id: 'bench',
  });
  await environment.settled(id, 'completed');
  print(title, performance.now() - begin, 'ms');
  print(`  a hop, bus to function, median of ${hops.length}`, median(hops), 'ms');
  print('  memory then', megabytes(), 'MB');
}
await environment.close();

/** Watches what passes: from an event on its way to a queue, to the first call of the function behind it. */
function hopsInto(hops: number[]): Faults {
  const underWay = new Map<string, number>();
  return (crossing) => {
    if (crossing.boundary === 'event')
      underWay.set(crossing.targetArn.split(':').at(-1) ?? '', performance.now());
    if (crossing.boundary === 'call' && crossing.call.principal.roleArn) {
      const name = /role\/(.*)-role-/.exec(crossing.call.principal.roleArn)?.[1] ?? '';
      const begin = underWay.get(name);
      if (begin !== undefined) hops.push(performance.now() - begin);
      underWay.delete(name);
    }
    return [];
  };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
