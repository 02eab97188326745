import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Crossing, Fault } from '../../infra/local/faults.ts';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { observers, scheduledServices, steps } from '../../services/index.ts';
import { catalogue } from '../../shared/errors.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { dataOf } from '../fixtures/clusters.ts';
import { deadLetters, deadLettersOf, redrive, undealtBy } from '../fixtures/dead-letters.ts';
import {
  createOldTarget,
  everyStep,
  makeSnapshot,
  newTarget,
  requestEveryStep,
  requestNew,
} from '../fixtures/every-step.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { toldToPeople } from '../fixtures/told-to-people.ts';
import { lastingTroubles, passingTroubles, type Trouble } from '../fixtures/troubles.ts';
import { until } from '../fixtures/until.ts';

let environment: RestoreEnvironment;
let inTheSnapshot: Fingerprint;

/** Which service is in which trouble. */
const inTrouble = new Map<string, Trouble>();
/** Those that it has struck. */
const struck = new Set<string>();
/** When the watchdog comes; the last time stands for any later one. Other visits would find nothing. */
let visits: number[];
/** Loses what is on its way to this service. */
let lostOnTheWayTo: string | undefined;

const NEVER = Number.POSITIVE_INFINITY;
const MINUTE = 60_000;

const faults = (crossing: Crossing): readonly Fault[] => {
  /** Hints only. They may come or not, and would lie in the dead-letter queues beside what they hint at. */
  if (crossing.boundary === 'native-event') return [{ kind: 'drop' }];
  if (crossing.boundary === 'event' && crossing.event['detail-type'] === 'Scheduled Event') {
    if (environment.clock.now() < (visits[0] ?? NEVER)) return [{ kind: 'drop' }];
    if (visits.length > 1) visits.shift();
  }
  if (crossing.boundary === 'event' && crossing.targetArn.endsWith(`-${lostOnTheWayTo}`))
    return [{ kind: 'drop' }];
  return [...inTrouble].flatMap(([service, { strikes }]) => {
    const found = strikes(crossing, service);
    if (found.length > 0) struck.add(service);
    return found;
  });
};

beforeAll(async () => {
  environment = await startRestoreEnvironment({
    functionSettings: (functionName) => {
      const service = functionName.replace('aurora-restore-', '');
      return inTrouble.get(service)?.settings?.(service) ?? {};
    },
    /** A worker for each function, which none has to give up for another. */
    limits: { workersPerFunction: 1, workers: 16 },
  });
  inTheSnapshot = await makeSnapshot(environment);
  environment.disturb(faults);
});

beforeEach(() => {
  inTrouble.clear();
  struck.clear();
  visits = [NEVER];
  lostOnTheWayTo = undefined;
});

afterAll(() => environment?.close());

/** Real servers, real timeouts, and functions that start cold many times. */
vi.setConfig({ testTimeout: 180_000 });

describe.each(Object.entries(lastingTroubles))('%s', (title, trouble) => {
  const id = title.replaceAll(' ', '-');

  test('fails each step as described; a redrive goes on from there, and nothing is done twice', async () => {
    for (const { name } of steps) inTrouble.set(name, trouble);
    await createOldTarget(environment, id);
    await requestEveryStep(environment, id);

    for (const [failuresBefore, { name, stage }] of steps.entries()) {
      const told = `${name} in ${title}`;
      const operation = await failedAt(id, stage, name, trouble.deadLetters === 2);

      const { code, message, cause } = trouble.error;
      expect(operation?.error, told).toMatchObject({
        step: stage,
        code,
        message: expect.stringMatching(message),
        remedy: catalogue[code].remedy,
        dead_letter_queue: `aurora-restore-${name}-dlq`,
        ...(cause && { cause: expect.stringMatching(cause) }),
      });
      expect(logged(name, trouble.log), told).toBe(true);
      expect(deadLettersOf(environment, name), told).toHaveLength(trouble.deadLetters);
      expect(deadLetters(environment), told).toHaveLength(trouble.deadLetters);
      expect(await failuresAudited(id, stage), told).toEqual([code]);
      expect(notified(id, 'RESTORE FAILED'), told).toHaveLength(failuresBefore + 1);

      inTrouble.delete(name);
      await redrive(environment, name);
    }
    await environment.settled(id, 'completed');
    await environment.rest();

    expect(await dataOf(environment, id)).toEqual(inTheSnapshot);
    expect(environment.asked(id)).toEqual(everyStep(id, { redrivenMidway: trouble.midway }));
    expect(deadLetters(environment)).toEqual([]);
    expect(notified(id, 'Restore completed')).toHaveLength(1);
  });

  test('keeps events from the audit trail and from people until they are redriven', async () => {
    for (const { name } of observers) inTrouble.set(name, trouble);
    await environment.request({ operation_id: `${id}-told`, target_cluster_id: 'Not A Name' });
    await environment.settled(`${id}-told`, 'rejected');
    for (const { name } of observers) await dealtWith(name);

    const before = [await audited(`${id}-told`), notified(`${id}-told`, 'Restore rejected')];
    const letters = observers.map(({ name }) => deadLettersOf(environment, name).length);
    for (const { name } of observers) {
      inTrouble.delete(name);
      await redrive(environment, name);
    }
    for (const { name } of observers) await dealtWith(name);

    expect(before).toEqual([[], []]);
    expect(Object.fromEntries(observers.map(({ name }, n) => [name, letters[n]]))).toEqual({
      'audit-log': 2,
      'sns-notification': 1,
      'wake-queued': 1,
    });
    expect((await audited(`${id}-told`)).map(({ event_type }) => event_type).sort()).toEqual([
      'RestoreRejected',
      'RestoreRequested',
    ]);
    expect(notified(`${id}-told`, 'Restore rejected')).toHaveLength(1);
    expect(deadLetters(environment)).toEqual([]);
  });

  test('leaves an operation whose event was lost standing until the watchdog is redriven', async () => {
    for (const { name } of scheduledServices) inTrouble.set(name, trouble);
    lostOnTheWayTo = 'copy-snapshot';
    await requestNew(environment, `${id}-lost`);
    await until(environment.clock, async () => (await stepOf(`${id}-lost`)) === 'copy_snapshot');
    lostOnTheWayTo = undefined;
    const { deadline } = (await environment.operations.read(`${id}-lost`)) ?? { deadline: '' };
    visits = [Date.parse(deadline), NEVER];
    await until(environment.clock, async () => deadLetters(environment).length > 0);

    const letters = deadLettersOf(environment, 'watchdog');
    const before = await stepOf(`${id}-lost`);
    inTrouble.clear();
    await redrive(environment, 'watchdog');
    await environment.settled(`${id}-lost`, 'completed');
    await environment.rest();

    expect(letters).toHaveLength(1);
    expect(before).toBe('copy_snapshot');
    expect(environment.asked(`${id}-lost`)).toEqual(newTarget(`${id}-lost`));
    expect(deadLetters(environment)).toEqual([]);
  });
});

test.each(Object.entries(passingTroubles))(
  '%s in every service goes by without a failure',
  async (title, trouble) => {
    const id = title.replace(/\W+/g, '-').slice(0, 20).toLowerCase();
    const every = [...steps, ...observers, ...scheduledServices].map(({ name }) => name);
    const passing = trouble();
    for (const name of every) inTrouble.set(name, passing);
    visits = [0];
    await createOldTarget(environment, id);
    await requestEveryStep(environment, id);

    await environment.settled(id, 'completed');
    await until(
      environment.clock,
      async () => struck.size === every.length,
      () => `only ${[...struck].join(', ')} were struck`,
    );
    for (const name of every) await dealtWith(name);

    expect(await dataOf(environment, id)).toEqual(inTheSnapshot);
    expect(environment.asked(id)).toEqual(everyStep(id));
    expect(deadLetters(environment)).toEqual([]);
    expect((await audited(id)).map(({ event_type }) => event_type)).not.toContain('RestoreFailed');
    expect(notified(id, '').map(({ subject }) => subject)).toEqual([
      `[dev] Restore started: ${id}`,
      `[dev] Restore completed: ${id}`,
    ]);
  },
);

/** The operation once it has failed there, and no message is left but in the dead-letter queue. */
async function failedAt(id: string, stage: string, service: string, crashes: boolean) {
  let last: Operation | undefined;
  const so = (condition: () => boolean) =>
    until(
      environment.clock,
      async () => {
        last = await environment.operations.read(id);
        return condition() && undealtBy(environment, service).length === 0;
      },
      () => `${service}: ${id} is ${last?.status} at ${last?.step}, ${JSON.stringify(last?.error)}`,
    );
  if (crashes) {
    await so(() => deadLettersOf(environment, service).length > 0);
    const deadline = Date.parse(last?.deadline ?? '');
    visits = [deadline, deadline + 16 * MINUTE];
  }
  await so(() => last?.status === 'failed' && last.step === stage && last.published);
  visits = [NEVER];
  await environment.rest();
  return last;
}

/** Once nothing is left of a service's messages but in its dead-letter queue. */
const dealtWith = (service: string) =>
  until(environment.clock, async () => undealtBy(environment, service).length === 0);

const stepOf = async (id: string) => (await environment.operations.read(id))?.step;

async function audited(id: string) {
  const { Items = [] } = await environment.dynamodb.send(
    new QueryCommand({
      TableName: 'aurora-restore-audit',
      KeyConditionExpression: 'operation_id = :id',
      ExpressionAttributeValues: { ':id': id },
    }),
  );
  return Items;
}

/** The codes with which the bus heard of failures at this stage. */
const failuresAudited = async (id: string, stage: string) =>
  (await audited(id))
    .filter(({ event_type, detail }) => event_type === 'RestoreFailed' && detail.step === stage)
    .map(({ detail }) => detail.code);

const notified = (id: string, what: string) =>
  toldToPeople(environment).filter(
    ({ subject, message }) => subject?.includes(what) && message.includes(`Operation: ${id}\n`),
  );

const logged = (service: string, what: RegExp): boolean =>
  environment.logs(`aurora-restore-${service}`).some(({ text }) => what.test(text));
