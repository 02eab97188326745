import { describe, expect, test } from 'vitest';
import type { LambdaOptions } from './create-lambda.ts';
import { world } from './lambda.fixture.ts';

const echo = 'export const handler = async (event) => event;';

describe('concurrency', () => {
  /** How many of five invocations were under way whenever one of them said something. */
  const inFlight = async (limits: LambdaOptions['limits'], properties: object = {}) => {
    const seen: number[] = [];
    await using aws = world({ limits, log: () => seen.push(aws.lambda.inFlight()) });
    await aws.define('talk', 'export const handler = async () => console.log(1);', properties);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => aws.lambda.invoke('talk', {})));
    expect(answers.every((answer) => 'result' in answer)).toBe(true);
    return Math.max(...seen);
  };

  test('takes as many workers as are allowed, and the rest waits', async () => {
    expect(await inFlight({ workersPerFunction: 2 })).toBe(2);
    expect(await inFlight({ workersPerFunction: 5, workers: 3 })).toBe(3);
  });

  test('is no more than the function has reserved', async () => {
    expect(await inFlight({}, { ReservedConcurrentExecutions: 1 })).toBe(1);
  });

  test('of 0 throttles every invocation', async () => {
    await using aws = world();
    await aws.define('echo', echo, { ReservedConcurrentExecutions: 0 });

    expect(await aws.lambda.invoke('echo', {})).toMatchObject({
      error: { errorType: 'TooManyRequestsException' },
    });
  });

  test('ends an idle worker of another function where all are taken', async () => {
    await using aws = world({ limits: { workers: 1 } });
    await aws.define('count', 'let runs = 0; export const handler = async () => ++runs;');
    await aws.define('echo', echo);

    await aws.lambda.invoke('count', {});
    await aws.lambda.invoke('echo', {});

    expect(await aws.lambda.invoke('count', {})).toEqual({ result: 1 });
  });

  test('leaves nothing waiting when the environment closes', async () => {
    const aws = world({ limits: { workersPerFunction: 1 } });
    await aws.define('hanging', 'export const handler = () => new Promise(() => {});');
    const invoked = [1, 2].map(() => aws.lambda.invoke('hanging', {}));

    await aws[Symbol.asyncDispose]();

    expect(await Promise.all(invoked)).toMatchObject([{ error: {} }, { error: {} }]);
  });
});
