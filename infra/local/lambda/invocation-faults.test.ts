import { describe, expect, test } from 'vitest';
import type { Faults } from '../faults.ts';
import { ServiceError } from '../service.ts';
import { world } from './lambda.fixture.ts';

describe('a fault', () => {
  const count = 'let runs = 0; export const handler = async () => ++runs;';
  const once = (fault: ReturnType<Faults>[number]): Faults => {
    let left = 1;
    return ({ boundary }) => (boundary === 'invocation' && left-- > 0 ? [fault] : []);
  };

  test('can fail an invocation before it starts', async () => {
    const error = new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429);
    await using aws = world({ faults: once({ kind: 'fail', error }) });
    await aws.define('count', count);

    expect(await aws.lambda.invoke('count', {})).toEqual({
      error: { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' },
    });
    expect(await aws.lambda.invoke('count', {})).toEqual({ result: 1 });
  });

  test('can lose the answer of an invocation', async () => {
    const error = new ServiceError('ServiceException', 'lost', 500);
    await using aws = world({ faults: once({ kind: 'fail', error, after: true }) });
    await aws.define('count', count);

    expect(await aws.lambda.invoke('count', {})).toMatchObject({ error: { errorMessage: 'lost' } });
    expect(await aws.lambda.invoke('count', {})).toEqual({ result: 2 });
  });

  test('can end the worker', async () => {
    await using aws = world({ faults: once({ kind: 'kill', after: true }) });
    await aws.define('count', count);

    expect(await aws.lambda.invoke('count', {})).toMatchObject({
      error: { errorType: 'Runtime.ExitError' },
    });
    expect(await aws.lambda.invoke('count', {})).toEqual({ result: 1 });
  });

  test('can delay an invocation without holding the clock', async () => {
    await using aws = world({ faults: once({ kind: 'delay', ms: 3_600_000 }) });
    await aws.define('count', count);
    const invoked = aws.lambda.invoke('count', {});

    await aws.clock.idle();
    aws.clock.advance(3_600_000);

    expect(await invoked).toEqual({ result: 1 });
  });

  test('in the midst of an invocation ends it through the access key of its worker', async () => {
    const kills: (() => void)[] = [];
    await using aws = world({
      issueCredentials: ({ kill }) => {
        kills.push(kill);
        return { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
      },
      log: () => kills.at(-1)?.(),
    });
    await aws.define(
      'hanging',
      'export const handler = () => { console.log("here"); return new Promise(() => {}); };',
    );

    expect(await aws.lambda.invoke('hanging', {})).toMatchObject({
      error: { errorMessage: 'Runtime exited with error: signal: killed' },
    });
  });
});
