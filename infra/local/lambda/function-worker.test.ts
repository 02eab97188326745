import { describe, expect, test } from 'vitest';
import { world } from './lambda.fixture.ts';

describe('a function that fails', () => {
  const failing = async (code: string, properties: object = {}) => {
    await using aws = world();
    await aws.define('failing', code, properties);
    const first = await aws.lambda.invoke('failing', {});
    return { first, second: await aws.lambda.invoke('failing', { fine: true }) };
  };

  test('by throwing says what it threw', async () => {
    const { first } = await failing(
      'export const handler = async () => { throw new TypeError("no"); };',
    );

    expect(first).toMatchObject({
      error: { errorType: 'TypeError', errorMessage: 'no', trace: expect.any(Array) },
    });
  });

  test('by a busy loop is stopped after its timeout, and works again afterwards', async () => {
    const { first, second } = await failing(
      'export const handler = async ({ fine }) => { while (!fine); return 1; };',
      { Timeout: 1 },
    );

    expect(first).toMatchObject({
      error: { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 1.00 seconds' },
    });
    expect(second).toEqual({ result: 1 });
  });

  test('by exiting is reported', async () => {
    const { first, second } = await failing(
      'export const handler = async ({ fine }) => fine || process.exit(3);',
    );

    expect(first).toMatchObject({
      error: { errorMessage: 'Runtime exited with error: exit status 3' },
    });
    expect(second).toEqual({ result: true });
  });

  test('by using too much memory is reported', async () => {
    const { first } = await failing(
      'export const handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill({})); };',
      { Timeout: 60 },
    );

    expect(first).toMatchObject({ error: { errorType: 'Runtime.OutOfMemory' } });
  });

  test('outside of its handler is reported', async () => {
    const { first, second } = await failing(
      `export const handler = async ({ fine }) => fine || new Promise(() => {
         setImmediate(() => { throw new RangeError('late'); });
       });`,
    );

    expect(first).toMatchObject({ error: { errorType: 'RangeError', errorMessage: 'late' } });
    expect(second).toEqual({ result: true });
  });

  test('between two invocations says so in its log and starts anew', async () => {
    let crashed = () => {};
    const crash = new Promise<void>((resolve) => {
      crashed = resolve;
    });
    await using aws = world({ log: ({ text }) => text.includes('"late"') && crashed() });
    await aws.define(
      'failing',
      `let runs = 0;
       export const handler = async () => {
         setTimeout(() => { throw new Error('late'); }, 1);
         return ++runs;
       };`,
    );

    await aws.lambda.invoke('failing', {});
    await crash;

    expect(await aws.lambda.invoke('failing', {})).toEqual({ result: 1 });
  });

  test('by a rejection nobody handles is reported', async () => {
    const { first } = await failing(
      `export const handler = () => new Promise(() => { void Promise.reject(new Error('lost')); });`,
    );

    expect(first).toMatchObject({
      error: { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'lost' },
    });
  });

  test.each([
    ['while it loads', 'throw new Error("not today");', 'Error', 'not today'],
    ['by its syntax', 'export const = ;', 'Runtime.UserCodeSyntaxError', 'Unexpected token'],
    ['by having no handler', 'export const other = 1;', 'Runtime.HandlerNotFound', 'index.handler'],
    [
      'by a callback',
      'export const handler = (e, c, done) => done();',
      'Runtime.CallbackHandlerDeprecated',
      'callback',
    ],
    [
      'by an endless load',
      'await new Promise(() => {});',
      'Runtime.ExitError',
      'without providing a reason',
    ],
  ])('%s does so at each invocation', async (_, code, errorType, message) => {
    const { first, second } = await failing(code);

    const error = { errorType, errorMessage: expect.stringContaining(message) };
    expect(first).toMatchObject({ error });
    expect(second).toMatchObject({ error });
  });
});
