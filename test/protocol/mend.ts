import { isUnderWay } from '../../shared/operation/operation.ts';
import { final } from './witness.ts';
import type { World } from './world.ts';

/** More rounds of the watchdog than it takes to notice anything. */
const ROUNDS = 60;

/** Nothing goes wrong any more: all comes to rest, and what failed is redriven until it is over. */
export async function mend(world: World): Promise<void> {
  const { witness, queues } = world;
  await rest(world);
  if (witness.violations.length > 0) return;
  const operations = await promised(world);
  witness.atRest(operations);
  for (const { operation_id: id, status, step } of operations) {
    const lies = queues.dead.some(
      ({ stage, body }) => stage === step && JSON.stringify(body).includes(`"${id}"`),
    );
    if (status === 'failed' && !lies)
      witness.violated(`${id} failed, and no dead letter of its stage ${step} is there`);
  }
  for (let round = 0; round < 3; round++) {
    world.advance(1);
    for (const message of queues.dead) queues.redrive(message, world.time);
    await rest(world);
  }
  if (witness.violations.length > 0) return;
  for (const { operation_id: id, status, error } of await promised(world))
    if (!final.has(status) && error?.code !== 'TARGET_LOCKED')
      witness.violated(`${id} cannot be completed: it is ${status}, ${error?.code}`);
}

async function rest(world: World): Promise<void> {
  const { queues } = world;
  for (let round = 0; round < ROUNDS; ) {
    if (world.witness.violations.length > 0) return;
    const [task] = world.tasks;
    const message = queues.all.find(({ visibleAt }) => visibleAt <= world.time);
    if (task) await world.step(task, 'done');
    else if (message) await world.deliver(message);
    else if (queues.all.length === 0 && !(await isMoving(world))) return;
    else {
      world.advance(301);
      await world.watch();
      round += 1;
    }
  }
}

const isMoving = async (world: World) =>
  (await promised(world)).some((one) => isUnderWay(one) || !one.published);

const promised = async (world: World) =>
  (await world.readAll()).filter(({ operation_id }) => !world.revived.has(operation_id));
