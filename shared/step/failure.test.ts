import { describe, expect, test } from 'vitest';
import { Passing, Rejection, StepFailure } from '../errors.ts';
import { at, NOW, operationWith } from '../operation/operation.fixture.ts';
import { failed, failureOf, rejected } from './failure.ts';

const here = { now: () => NOW, deadLetterQueue: 'dlq' };

describe('what an error is once there is no next time', () => {
  test('a failure is itself', () => {
    const failure = new StepFailure('KEY_NOT_USABLE', 'key is disabled');

    expect(failureOf(failure)).toBe(failure);
  });

  test('what would usually have passed is what it says', () => {
    const { code, message, cause } = failureOf(new Passing('SQL_FAILED', 'deadlock'));

    expect([code, message, cause]).toEqual(['SQL_FAILED', 'deadlock', undefined]);
  });

  test.each([new Error('boom'), 'boom', undefined])('%s is unexpected, and kept', (error) => {
    expect(failureOf(error)).toMatchObject({ code: 'UNEXPECTED', cause: error });
  });
});

describe('a failure as it is kept and told', () => {
  test('says code, message, cause and remedy', () => {
    const failure = new StepFailure('SQL_FAILED', 'line 3', { cause: new RangeError('too long') });

    const { error, draft } = failed(failure, operationWith(), { messageId: 'm' }, here);

    const facts = {
      code: 'SQL_FAILED',
      message: 'line 3',
      cause: 'RangeError: too long',
      remedy: expect.stringContaining('goes on with that statement'),
      step: 'check_copy',
      dead_letter_queue: 'dlq',
    };
    expect(error).toEqual({ ...facts, at: at(0), message_id: 'm' });
    expect(draft).toMatchObject({ name: 'RestoreFailed', facts });
  });

  test('names no message where nobody saw it fail', () => {
    const failure = new StepFailure('STEP_CRASHED', 'nothing recorded');

    const { error } = failed(failure, operationWith(), undefined, here);

    expect(error).not.toHaveProperty('message_id');
  });

  test('names the target as RDS does, and none where a request named none', () => {
    const failure = new StepFailure('STEP_CRASHED', 'nothing recorded');
    const factsOf = (request: Record<string, unknown>) =>
      failed(failure, operationWith({ request }), undefined, here).draft.facts;

    expect(factsOf({ target_cluster_id: 'Restored' })).toMatchObject({
      target_cluster_id: 'restored',
    });
    expect(factsOf({})).not.toHaveProperty('target_cluster_id');
    expect(factsOf({ target_cluster_id: 7 })).not.toHaveProperty('target_cluster_id');
  });
});

test('a rejection names each remedy once', () => {
  const wrong = (field: string) =>
    ({ code: 'REQUEST_INVALID', field, message: `${field} is wrong` }) as const;

  const { error } = rejected(new Rejection([wrong('a'), wrong('b')]), operationWith(), here);

  expect(error).toMatchObject({
    code: 'REQUEST_INVALID',
    message: 'a is wrong; b is wrong',
    remedy: 'Correct the named field and put a new RestoreRequested event.',
    reasons: [wrong('a'), wrong('b')],
  });
});
