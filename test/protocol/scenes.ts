import type { Stage } from '../../events/index.ts';
import type { Scene } from './scene.ts';
import type { Ending } from './world.ts';

type Script = (scene: Scene) => Promise<void>;

/** Longer than any claim lives. */
const CLAIM_SECONDS = 130;

/** An operation whose first stage is done. */
async function underWay(scene: Scene): Promise<void> {
  scene.world.request('op-a', 'one');
  await scene.through('check_snapshot');
}

/** A stage's message, which has failed, lies in the dead-letter queue; then somebody redrives it. */
async function failing(scene: Scene, stage: Stage): Promise<void> {
  scene.endings('fails');
  await scene.runOut(stage);
  scene.world.advance(1);
}

/** A worker is about to write when its claim runs out, and another takes the operation. */
const overtaken =
  (stage: Stage, write: string, ...endings: Ending[]): Script =>
  async (scene) => {
    scene.world.request('op-a', 'one');
    if (stage !== 'check_snapshot') await scene.through('check_snapshot');
    scene.endings(...endings);
    const late = await scene.upTo(await scene.start(stage), write);
    scene.world.advance(CLAIM_SECONDS);
    await scene.upTo(await scene.start(stage), stage === 'check_snapshot' ? 'hold' : 'complete');
    await scene.finish(late);
  };

/** A worker is about to write when its operation is cancelled, and set in progress again by hand. */
const revived =
  (stage: Stage, write: string, ...endings: Ending[]): Script =>
  async (scene) => {
    scene.world.request('op-a', 'one');
    if (stage !== 'check_snapshot') await scene.through('check_snapshot');
    scene.endings(...endings);
    const worker = await scene.upTo(await scene.start(stage), write);
    await scene.finish(await scene.world.cancel('op-a'));
    await scene.world.setByHand('op-a', 'in_progress');
    await scene.finish(worker);
  };

/** Somebody is about to write when the operation's status is set by hand. */
const endedByHand =
  (write: string, begin: (scene: Scene) => Promise<Awaited<ReturnType<Scene['start']>>>): Script =>
  async (scene) => {
    const late = await scene.upTo(await begin(scene), write);
    await scene.world.setByHand('op-a', 'cancelled');
    await scene.finish(late);
  };

/** The watchdog, where a stage is long past its deadline and what it was sent again has died too. */
async function givingUp(scene: Scene, { claimed = false } = {}) {
  await underWay(scene);
  scene.world.advance(16 * 60);
  await scene.finish(await scene.world.watch());
  if (claimed) scene.world.kill(await scene.upTo(await scene.start('delete_rds'), 'complete'));
  scene.world.advance(16 * 60);
  return await scene.upTo(await scene.world.watch(), 'fail unattended');
}

/** The watchdog, where a check is overdue. */
async function sendingAgain(scene: Scene, { claimed = false } = {}) {
  await underWay(scene);
  scene.endings('waits');
  await scene.through('delete_rds');
  if (claimed) {
    scene.world.advance(20);
    scene.world.kill(await scene.upTo(await scene.start('delete_rds'), 'complete'));
  }
  scene.world.advance(400);
  return await scene.upTo(await scene.world.watch(), 'resend');
}

/** Fails at its second stage, and says so to nobody yet. */
async function failingUnsaid(scene: Scene): Promise<void> {
  scene.endings('fails');
  const worker = await scene.upTo(await scene.start('delete_rds', { again: true }), 'fail');
  await scene.world.step(worker, 'done');
  scene.world.kill(worker);
}

/** An operator decides, and the operation fails before the decision is written. */
const failedMeanwhile =
  (write: 'cancel' | 'replay'): Script =>
  async (scene) => {
    await underWay(scene);
    const operator = await scene.upTo(await decision(scene, write), write, lastOf(write));
    await failingUnsaid(scene);
    await scene.finish(operator);
  };

/** A second message of the stage, sent after its failure. */
async function reopened(scene: Scene): Promise<void> {
  const { queues, time } = scene.world;
  const message = queues.all.find(({ stage }) => stage === 'delete_rds');
  if (message) queues.send('delete_rds', message.body, time);
}

const decision = (scene: Scene, write: 'cancel' | 'replay') =>
  write === 'cancel' ? scene.world.cancel('op-a') : scene.world.replay('op-a', 'delete_rds');
const lastOf = (write: string) => (write === 'cancel' ? 'UpdateItem' : 'TransactWriteItems');

/** What had failed is cancelled, which is one number further, and set to failed again by hand. */
async function cancelledAndFailedByHand(scene: Scene): Promise<void> {
  await scene.finish(await scene.world.cancel('op-a'));
  await scene.world.setByHand('op-a', 'failed');
}

/** A redrive finds its target held by an earlier operation, which has not written that down yet. */
async function findingLocked(scene: Scene) {
  const { world } = scene;
  world.request('op-b', 'one');
  await scene.through('check_snapshot');
  world.advance(1);
  world.request('op-a', 'one');
  await failing(scene, 'check_snapshot');
  scene.redrive('check_snapshot');
  return await scene.upTo(await scene.start('check_snapshot'), 'locked');
}

/** An operator decides while an event is not out yet that fails its stage before that is written. */
const publishedAndFailedMeanwhile =
  (write: 'cancel' | 'replay'): Script =>
  async (scene) => {
    scene.world.request('op-a', 'one');
    const first = await scene.upTo(await scene.start('check_snapshot'), '', 'publish');
    const operator = await scene.upTo(await decision(scene, write), write, lastOf(write));
    await scene.finish(first);
    await failingUnsaid(scene);
    await scene.finish(operator);
  };

/** A stage past its deadline at which somebody has just tried in vain. */
async function justTried(scene: Scene): Promise<void> {
  scene.world.advance(16 * 60);
  scene.endings('throws');
  await scene.through('delete_rds');
}

/** The watchdog, at the very moment of the last change. */
async function sendingAtOnce(scene: Scene) {
  await underWay(scene);
  await justTried(scene);
  return await scene.upTo(await scene.world.watch(), 'resend');
}

async function givingUpAtOnce(scene: Scene) {
  await underWay(scene);
  scene.world.advance(16 * 60);
  await scene.finish(await scene.world.watch());
  await justTried(scene);
  return await scene.upTo(await scene.world.watch(), 'fail unattended');
}

const claimedAtOnce =
  (begin: typeof sendingAtOnce): Script =>
  async (scene) => {
    const watchdog = await begin(scene);
    await scene.upTo(await scene.start('delete_rds', { again: true }), 'complete');
    await scene.finish(watchdog);
  };

const completedAtOnce =
  (begin: typeof sendingAtOnce): Script =>
  async (scene) => {
    const watchdog = await begin(scene);
    await scene.finish(await scene.start('delete_rds', { again: true }));
    await scene.finish(watchdog);
  };

/** An operator decides, and a worker completes the stage before that is written. */
const completedMeanwhile =
  (write: 'cancel' | 'replay'): Script =>
  async (scene) => {
    await underWay(scene);
    const operator = await scene.upTo(await decision(scene, write), write, lastOf(write));
    await scene.through('delete_rds');
    await scene.finish(operator);
  };

/** A worker is about to write when somebody cancels its operation by hand. */
const workerEndedByHand = (write: string, stage: Stage, ...endings: Ending[]): Script =>
  endedByHand(write, async (scene) => {
    scene.world.request('op-a', 'one');
    if (stage !== 'check_snapshot') await scene.through('check_snapshot');
    scene.endings(...endings);
    return await scene.start(stage);
  });

/** Another operation asks for the same target. */
const another =
  (first: Script): Script =>
  async (scene) => {
    await first(scene);
    scene.world.request('op-b', 'one');
    await scene.through('check_snapshot');
  };

/** Worked at, and cancelled meanwhile. */
async function cancelledAtWork(scene: Scene): Promise<void> {
  await underWay(scene);
  const worker = await scene.upTo(await scene.start('delete_rds'), 'complete');
  await scene.finish(await scene.world.cancel('op-a'));
  scene.world.kill(worker);
}

/** The scenes that chance hardly ever plays, by the part of a condition that each is about. */
export const scenes: Readonly<Record<string, Script>> = {
  'create: attribute_not_exists(operation_id)': async (scene) => {
    const { world } = scene;
    world.request('op-a', 'one');
    const one = await scene.upTo(await scene.start('check_snapshot'), 'create');
    const other = await scene.upTo(await scene.start('check_snapshot', { again: true }), 'create');
    await scene.finish(one);
    await scene.finish(other);
  },
  'claim: status IN (?, ?)': workerEndedByHand('claim', 'delete_rds'),
  'claim: sequence = ?': async (scene) => {
    await underWay(scene);
    const late = await scene.upTo(await scene.start('delete_rds'), 'claim');
    await scene.finish(await scene.start('delete_rds', { again: true }));
    await scene.finish(late);
  },
  'claim: (attribute_not_exists(claim)) OR (claim.until < ?)': async (scene) => {
    await underWay(scene);
    const late = await scene.upTo(await scene.start('delete_rds'), 'claim');
    await scene.upTo(await scene.start('delete_rds', { again: true }), 'complete');
    await scene.finish(late);
  },
  'claim: alternative attribute_not_exists(claim)': underWay,
  'claim: alternative claim.until < ?': async (scene) => {
    await underWay(scene);
    scene.world.kill(await scene.upTo(await scene.start('delete_rds'), 'complete'));
    scene.world.advance(CLAIM_SECONDS);
    await scene.through('delete_rds');
  },
  'release: status = ?': workerEndedByHand('release', 'delete_rds', 'waits'),
  'record: status = ?': workerEndedByHand('record', 'delete_rds'),
  'complete: status = ?': workerEndedByHand('complete', 'delete_rds'),
  'fail: status = ?': workerEndedByHand('fail', 'delete_rds', 'fails'),
  'reject: status = ?': workerEndedByHand('reject', 'check_snapshot', 'rejects'),
  'correlate: operation_id = ?': async (scene) => {
    await underWay(scene);
    const late = await scene.upTo(await scene.start('delete_rds'), 'correlate');
    await scene.world.setByHand('op-a', 'cancelled');
    scene.world.advance(CLAIM_SECONDS);
    scene.world.request('op-b', 'one');
    await scene.through('check_snapshot');
    await scene.finish(late);
  },
  'published: outbox.id = ?': async (scene) => {
    await underWay(scene);
    scene.endings('fails');
    const late = await scene.upTo(await scene.start('delete_rds'), 'published');
    scene.world.advance(1);
    await reopened(scene);
    await failingUnsaid(scene);
    await scene.finish(late);
  },
  /** A redrive after which nobody would look at the operation again. */
  'published: status = ?': async (scene) => {
    const { world } = scene;
    await underWay(scene);
    scene.endings('fails');
    const late = await scene.upTo(await scene.start('delete_rds'), 'published');
    world.advance(1);
    await reopened(scene);
    world.kill(await scene.upTo(await scene.start('delete_rds'), 'claim'));
    await scene.finish(late);
    for (const message of world.queues.all) world.queues.delete(message);
  },
  'hold: attribute_not_exists(resource)': async (scene) => {
    scene.world.request('op-a', 'one');
    const one = await scene.upTo(await scene.start('check_snapshot'), 'hold', 'Transact');
    scene.world.request('op-b', 'one');
    const other = await scene.upTo(await scene.start('check_snapshot'), 'hold', 'Transact');
    await scene.finish(one);
    await scene.finish(other);
  },
  /** Two take over at the same moment what was held since that very moment. */
  'hold: operation_id = ?': async (scene) => {
    await underWay(scene);
    await scene.world.setByHand('op-a', 'cancelled');
    scene.world.request('op-b', 'one');
    const late = await scene.upTo(await scene.start('check_snapshot'), 'hold', 'Transact');
    scene.world.request('op-c', 'one');
    await scene.through('check_snapshot');
    await scene.finish(late);
  },
  'take over: status IN (?, ?, ?, ?, ?)': another(underWay),
  'take over: (attribute_not_exists(claim)) OR (claim.until < ?)': another(cancelledAtWork),
  'take over: alternative attribute_not_exists(claim)': another(async (scene) => {
    await underWay(scene);
    await scene.finish(await scene.world.cancel('op-a'));
  }),
  'take over: alternative claim.until < ?': another(async (scene) => {
    await cancelledAtWork(scene);
    scene.world.advance(CLAIM_SECONDS);
  }),
  'take over: alternative (status IN (?, ?, ?, ?, ?)) AND ((attribute_not_exists(claim)) OR (claim.until < ?))':
    another(async (scene) => {
      await underWay(scene);
      await scene.finish(await scene.world.cancel('op-a'));
    }),
  'sent: next_check.id = ?': async (scene) => {
    const watchdog = await scene.upTo(await sendingAgain(scene), 'sent');
    scene.endings('waits');
    await scene.through('delete_rds');
    await scene.finish(watchdog);
  },
  'cancel: sequence = ?': completedMeanwhile('cancel'),
  'replay: sequence = ?': completedMeanwhile('replay'),
  'resend: sequence = ?': completedAtOnce(sendingAtOnce),
  'resend: (attribute_not_exists(claim)) OR (claim.until < ?)': claimedAtOnce(sendingAtOnce),
  'fail unattended: sequence = ?': completedAtOnce(givingUpAtOnce),
  'fail unattended: (attribute_not_exists(claim)) OR (claim.until < ?)':
    claimedAtOnce(givingUpAtOnce),
  'record: claim.by = ?': overtaken('delete_rds', 'record'),
  'complete: claim.by = ?': overtaken('delete_rds', 'complete'),
  'fail: claim.by = ?': overtaken('delete_rds', 'fail', 'fails'),
  'reject: claim.by = ?': overtaken('check_snapshot', 'reject', 'rejects'),
  'release: claim.by = ?': overtaken('delete_rds', 'release', 'waits'),
  'record: sequence = ?': revived('delete_rds', 'record'),
  'complete: sequence = ?': revived('delete_rds', 'complete'),
  'fail: sequence = ?': revived('delete_rds', 'fail', 'fails'),
  'reject: sequence = ?': revived('check_snapshot', 'reject', 'rejects'),
  'release: sequence = ?': revived('delete_rds', 'release', 'waits'),
  'fail unattended: status = ?': endedByHand('fail unattended', givingUp),
  'fail unattended: update_time = ?': async (scene) => {
    const watchdog = await givingUp(scene);
    scene.endings('throws');
    await scene.through('delete_rds');
    await scene.finish(watchdog);
  },
  'fail unattended: alternative attribute_not_exists(claim)': async (scene) =>
    await scene.finish(await givingUp(scene)),
  'fail unattended: alternative claim.until < ?': async (scene) =>
    await scene.finish(await givingUp(scene, { claimed: true })),
  'resend: status IN (?, ?)': endedByHand('resend', sendingAgain),
  'resend: update_time = ?': async (scene) => {
    const watchdog = await sendingAgain(scene);
    scene.endings('waits');
    await scene.through('delete_rds');
    await scene.finish(watchdog);
  },
  'resend: alternative attribute_not_exists(claim)': async (scene) =>
    await scene.finish(await sendingAgain(scene)),
  'resend: alternative claim.until < ?': async (scene) =>
    await scene.finish(await sendingAgain(scene, { claimed: true })),
  'cancel: published = ?': failedMeanwhile('cancel'),
  'cancel: outbox.id = ?': publishedAndFailedMeanwhile('cancel'),
  'replay: published = ?': failedMeanwhile('replay'),
  'replay: outbox.id = ?': publishedAndFailedMeanwhile('replay'),
  'replay: (status IN (?, ?, ?)) AND (sequence = ?) AND (published = ?)': failedMeanwhile('replay'),
  'replay: (status IN (?, ?, ?)) AND (sequence = ?) AND (outbox.id = ?)':
    publishedAndFailedMeanwhile('replay'),
  'cancel: status IN (?, ?, ?)': endedByHand('cancel', async (scene) => {
    await underWay(scene);
    return await scene.world.cancel('op-a');
  }),
  'replay: status IN (?, ?, ?)': endedByHand('replay', async (scene) => {
    await underWay(scene);
    return await scene.world.replay('op-a', 'delete_rds');
  }),
  'replay: (attribute_not_exists(claim)) OR (claim.until < ?)': async (scene) => {
    await underWay(scene);
    const operator = await scene.upTo(await decision(scene, 'replay'), 'replay', 'Transact');
    await scene.upTo(await scene.start('delete_rds'), 'complete');
    await scene.finish(operator);
  },
  'replay: alternative attribute_not_exists(claim)': async (scene) => {
    await underWay(scene);
    await scene.finish(await decision(scene, 'replay'));
  },
  'replay: alternative claim.until < ?': async (scene) => {
    await underWay(scene);
    scene.world.kill(await scene.upTo(await scene.start('delete_rds'), 'complete'));
    scene.world.advance(CLAIM_SECONDS);
    await scene.finish(await decision(scene, 'replay'));
  },
  'begin failed: attribute_not_exists(operation_id)': async (scene) => {
    const { world } = scene;
    world.request('op-a', 'one');
    for (let tries = 0; tries < 3; tries++) {
      world.kill(await scene.upTo(await scene.start('check_snapshot'), 'create'));
      world.advance(91);
    }
    await scene.runOut('check_snapshot');
    const watchdog = await scene.upTo(await world.watch(), 'begin failed');
    scene.redrive('check_snapshot');
    await scene.through('check_snapshot');
    await scene.finish(watchdog);
  },
  'claim: next_check.id = ?': async (scene) => {
    await underWay(scene);
    scene.endings('waits', 'waits');
    await scene.through('delete_rds');
    scene.world.advance(20);
    const copy = await scene.upTo(await scene.start('delete_rds'), 'claim');
    await scene.finish(await scene.start('delete_rds', { again: true }));
    await scene.finish(copy);
  },
  /** The holder has been redriven since, and so holds the target more lately than it seemed. */
  'hold: since = ?': async (scene) => {
    const { world } = scene;
    world.request('op-b', 'one');
    await scene.through('check_snapshot');
    world.advance(1);
    world.request('op-a', 'one');
    await failing(scene, 'check_snapshot');
    scene.redrive('check_snapshot');
    const late = await scene.upTo(await scene.start('check_snapshot'), 'reopen', 'Transact');
    await failing(scene, 'delete_rds');
    scene.redrive('delete_rds');
    await failing(scene, 'delete_rds');
    await scene.finish(late);
  },
  'locked: status = ?': endedByHand('locked', findingLocked),
  'locked: sequence = ?': async (scene) => {
    const late = await findingLocked(scene);
    await cancelledAndFailedByHand(scene);
    await scene.finish(late);
  },
  /** Two copies find it locked, and the first tells nobody. */
  'locked: error.at < ?': async (scene) => {
    const late = await findingLocked(scene);
    scene.redrive('check_snapshot');
    const other = scene.world.queues.all.find(({ stage }) => stage === 'check_snapshot');
    if (other) scene.world.queues.send('check_snapshot', other.body, scene.world.time);
    const first = await scene.upTo(await scene.start('check_snapshot'), 'locked');
    await scene.world.step(first, 'done');
    scene.world.kill(first);
    scene.world.advance(1);
    await scene.finish(late);
  },
  'reopen: status = ?': endedByHand('reopen', async (scene) => {
    scene.world.request('op-a', 'one');
    await failing(scene, 'check_snapshot');
    scene.redrive('check_snapshot');
    return await scene.start('check_snapshot');
  }),
  'reopen: sequence = ?': async (scene) => {
    scene.world.request('op-a', 'one');
    await failing(scene, 'check_snapshot');
    scene.redrive('check_snapshot');
    const late = await scene.upTo(await scene.start('check_snapshot'), 'reopen');
    await cancelledAndFailedByHand(scene);
    await scene.finish(late);
  },
  /** Another copy of it goes on, and fails anew, before this one is written. */
  'reopen: error.at < ?': async (scene) => {
    const { world } = scene;
    world.request('op-a', 'one');
    await failing(scene, 'check_snapshot');
    scene.redrive('check_snapshot');
    const [message] = world.queues.all;
    if (message) world.queues.send('check_snapshot', message.body, world.time);
    const late = await scene.upTo(await scene.start('check_snapshot'), 'reopen');
    scene.endings('fails');
    await scene.through('check_snapshot');
    await scene.finish(late);
  },
};
