import type { Stage } from '../../events/index.ts';
import { openTables } from '../../shared/operation/tables.fixture.ts';
import { mend } from './mend.ts';
import type { Task } from './tasks.ts';
import type { Tamper } from './wire.ts';
import { type Ending, World } from './world.ts';

/** A history that is told, not left to chance. */
export class Scene {
  readonly world: World;
  readonly #endings: Ending[];

  constructor(world: World, endings: Ending[]) {
    this.world = world;
    this.#endings = endings;
  }

  /** How the next runs of business functions end. After them, all are done. */
  endings(...endings: readonly Ending[]): void {
    this.#endings.push(...endings);
  }

  /** Somebody starts on the latest message of a stage that can be seen. */
  async start(stage: Stage, { again = false } = {}): Promise<Task> {
    const { queues, time } = this.world;
    const message = queues.all.findLast(
      (one) => one.stage === stage && (again || one.visibleAt <= time),
    );
    const task = message && (await this.world.deliver(message));
    if (!task) throw new Error(`nothing can be started at ${stage}`);
    return task;
  }

  /** Goes on up to this write, which stands before the task then. */
  async upTo(task: Task, write: string, point = ''): Promise<Task> {
    while (!task.over && !(task.write === write && task.point?.startsWith(point)))
      await this.world.step(task, 'done');
    if (task.over) throw new Error(`${task.name} never came to ${write}`);
    return task;
  }

  async finish(task: Task): Promise<void> {
    while (!task.over) await this.world.step(task, 'done');
  }

  async through(stage: Stage): Promise<void> {
    await this.finish(await this.start(stage));
  }

  /** Lets the messages of a stage run out into the dead-letter queue. */
  async runOut(stage: Stage): Promise<void> {
    const { queues } = this.world;
    for (;;) {
      const message = queues.all.find((one) => one.stage === stage);
      if (!message) return;
      const task = await this.world.deliver(message);
      if (task) await this.finish(task);
    }
  }

  redrive(stage: Stage): void {
    const { queues, time } = this.world;
    for (const letter of queues.dead) if (letter.stage === stage) queues.redrive(letter, time);
  }
}

export async function play(script: (scene: Scene) => Promise<void>, tamper?: Tamper) {
  const tables = await openTables();
  const endings: Ending[] = [];
  const chances = { ending: () => endings.shift() ?? ('done' as const), arrivals: () => [0] };
  const world = new World(tables, chances, tamper);
  try {
    await script(new Scene(world, endings));
    await mend(world);
    return { violations: world.witness.violations, log: world.log };
  } finally {
    await tables.close();
  }
}
