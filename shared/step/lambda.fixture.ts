import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { onTestFinished, vi } from 'vitest';
import { NOW } from '../operation/operation.fixture.ts';
import { type Handle, queueFunction } from './lambda.ts';
import type { recordWith } from './record.fixture.ts';
import { reportOf } from './report.ts';
import type { Runtime } from './runtime.ts';
import { wireTo } from './wire.fixture.ts';

/** A function behind a queue, as Lambda calls it. */
export function startFunction(
  handle: Handle,
  {
    reporting = reportOf('check-work'),
    now = () => NOW,
    leftMs = 60_000,
  }: {
    reporting?: ReturnType<typeof reportOf>;
    now?: Runtime['now'];
    leftMs?: number;
  } = {},
) {
  const { sent, config } = wireTo();
  const queue = {
    client: new SQSClient(config),
    url: 'https://sqs.eu-west-1.amazonaws.com/000000000000/check-work',
  };
  const run = queueFunction(handle, reporting, queue, now);
  return {
    call: (...Records: ReturnType<typeof recordWith>[]) =>
      run({ Records }, { ...context, getRemainingTimeInMillis: () => leftMs }),
    /** For how long each message was hidden, in the order in which that was asked. */
    hidden: () =>
      sent.map(({ input }) => [Object(input).ReceiptHandle, Object(input).VisibilityTimeout]),
  };
}

/** What is written to the log from now on, line by line. */
export function readLog(level = 'DEBUG') {
  vi.stubEnv('LOG_LEVEL', level);
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'AuroraRestore/test');
  const written: string[] = [];
  const keep = (text: unknown) => {
    written.push(...String(text).split('\n').filter(Boolean));
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep),
    ...(['log', 'info', 'warn', 'error'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation(keep),
    ),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  });
  /** Metrics go the same way, and are not lines of the log. */
  const isMetric = (line: string) => line.startsWith('{"_aws"');
  return Object.assign(() => written.filter((line) => !isMetric(line)).map(asJson), {
    metrics: () => written.filter(isMetric).map(asJson),
  });
}

const asJson = (line: string): Record<string, unknown> => {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`a line of the log is not JSON: ${line}`);
  }
};

const context: Context = {
  awsRequestId: 'request',
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'aurora-restore-check-work',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:aurora-restore-check-work',
  logGroupName: '/aws/lambda/aurora-restore-check-work',
  logStreamName: 'stream',
  memoryLimitInMB: '256',
  getRemainingTimeInMillis: () => 60_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};
