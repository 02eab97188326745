import { describe, expect, test } from 'vitest';
import { world } from './lambda.fixture.ts';

const echo = 'export const handler = async (event) => event;';

describe('an invocation', () => {
  test('gives the answer of the handler', async () => {
    await using aws = world();
    await aws.define('echo', echo);

    expect(await aws.lambda.invoke('echo', { a: [1] })).toEqual({ result: { a: [1] } });
  });

  test('gives null where the handler answers nothing', async () => {
    await using aws = world();
    await aws.define('mute', 'export const handler = async () => {};');

    expect(await aws.lambda.invoke('mute', {})).toEqual({ result: null });
  });

  test('of an unknown function is refused', async () => {
    await using aws = world();

    await expect(aws.lambda.invoke('nobody', {})).rejects.toThrow('Function not found: nobody');
  });

  test('reuses the worker of the one before', async () => {
    await using aws = world();
    await aws.define('count', 'let runs = 0; export const handler = async () => ++runs;');

    await aws.lambda.invoke('count', {});

    expect(await aws.lambda.invoke('count', {})).toEqual({ result: 2 });
  });

  test('holds the clock until it ends', async () => {
    await using aws = world();
    await aws.define('echo', echo);
    const order: string[] = [];

    const invoked = aws.lambda.invoke('echo', {}).then(() => order.push('answered'));
    await aws.clock.idle().then(() => order.push('idle'));
    await invoked;

    expect(order).toEqual(['answered', 'idle']);
  });
});

describe('what a function sees', () => {
  test('is the declared environment and what Lambda adds, nothing of this program', async () => {
    await using aws = world();
    await aws.define('env', 'export const handler = async () => process.env;', {
      Environment: { Variables: { TABLE: 'state' } },
      MemorySize: '256',
    });

    expect(await aws.lambda.invoke('env', {})).toEqual({
      result: {
        TABLE: 'state',
        AWS_ACCESS_KEY_ID: 'AKIA',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_CONFIG_FILE: expect.any(String),
        AWS_SHARED_CREDENTIALS_FILE: expect.any(String),
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        AWS_REGION: 'eu-central-1',
        AWS_DEFAULT_REGION: 'eu-central-1',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: 'env',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_LAMBDA_LOG_FORMAT: 'Text',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/env',
        AWS_LAMBDA_LOG_STREAM_NAME: expect.any(String),
        LAMBDA_TASK_ROOT: expect.stringContaining('env'),
        LANG: 'en_US.UTF-8',
        TZ: ':UTC',
        _HANDLER: 'index.handler',
        _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-\w{8}-\w{24};Parent=\w{16};Sampled=0;/),
      },
    });
  });

  test('is a context with the rest of its time', async () => {
    await using aws = world();
    await aws.define(
      'context',
      `export const handler = async (event, context) =>
         ({ ...context, left: context.getRemainingTimeInMillis() });`,
      { Timeout: 20 },
    );

    expect(await aws.lambda.invoke('context', {})).toMatchObject({
      result: {
        awsRequestId: expect.stringMatching(/^[\da-f-]{36}$/),
        functionName: 'context',
        invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:context',
        memoryLimitInMB: '128',
        logGroupName: '/aws/lambda/context',
        left: expect.toSatisfy((left: number) => left > 10_000 && left <= 20_000),
      },
    });
  });

  test('is the time of the environment, also where it is skipped while a worker is warm', async () => {
    await using aws = world();
    await aws.define(
      'time',
      `export const handler = async () => [
         Date.now(), new Date().getTime(), Date.parse(Date()), new (new Date(0).constructor)().getTime(),
         new Date(5).getTime(), structuredClone(new Date()) instanceof Date,
       ];`,
    );
    await aws.lambda.invoke('time', {});

    aws.clock.advance(100 * 86_400_000);
    const before = aws.clock.now();
    const answer = await aws.lambda.invoke('time', {});

    const now = expect.toSatisfy((time: number) => time > before - 1000 && time < before + 60_000);
    expect(answer).toEqual({ result: [now, now, now, now, 5, true] });
  });
});

test('settings that a test wants otherwise than declared hold from the next invocation on', async () => {
  let timeoutMs = 100;
  await using aws = world({ functionSettings: (name) => (name === 'slow' ? { timeoutMs } : {}) });
  const code = 'export const handler = () => new Promise((done) => setTimeout(done, 500, "done"));';
  await aws.define('slow', code, { Timeout: 20 });
  await aws.define('other', code, { Timeout: 20 });

  const [hurried, other] = await Promise.all([
    aws.lambda.invoke('slow', {}),
    aws.lambda.invoke('other', {}),
  ]);
  timeoutMs = 10_000;

  expect(hurried).toMatchObject({ error: { errorType: 'Sandbox.Timedout' } });
  expect(other).toEqual({ result: 'done' });
  expect(await aws.lambda.invoke('slow', {})).toEqual({ result: 'done' });
});
