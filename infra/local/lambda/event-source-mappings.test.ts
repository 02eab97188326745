import { describe, expect, test } from 'vitest';
import type { LambdaOptions } from './create-lambda.ts';
import { ROLE, world } from './lambda.fixture.ts';
import { Queue } from './queue.fixture.ts';

const MAPPING = 'AWS::Lambda::EventSourceMapping';

async function mapped(
  code: string,
  options: {
    readonly queue?: Queue;
    readonly mapping?: object;
    readonly properties?: object;
    readonly lambda?: Partial<LambdaOptions>;
  } = {},
) {
  const queue = options.queue ?? new Queue();
  const aws = world({
    findSource: (arn) => (arn === queue.arn ? queue : undefined),
    ...options.lambda,
  });
  await aws.define('work', code, options.properties);
  await aws.create(MAPPING, {
    EventSourceArn: queue.arn,
    FunctionName: 'work',
    ...options.mapping,
  });
  const said = () =>
    aws.lambda
      .logs('work')
      .map((line) => line.text)
      .filter((text) => !text.startsWith('REPORT'));
  return Object.assign(aws, { queue, said });
}

describe('a queue of a function', () => {
  test('is read, and what the function managed is deleted', async () => {
    await using aws = await mapped('export const handler = async () => {};');

    aws.queue.put({ messageId: 'a' }, { messageId: 'b' });
    await aws.clock.idle();

    expect(aws.queue.deleted).toEqual(['receipt-a', 'receipt-b']);
  });

  test('gives the function the event that Lambda gives', async () => {
    await using aws = await mapped(
      'export const handler = async (e) => console.log(JSON.stringify(e));',
    );

    aws.queue.put({
      messageId: 'a',
      body: 'text',
      attributes: { SentTimestamp: '1' },
      messageAttributes: { kind: { dataType: 'String', stringValue: 'x' } },
    });
    await aws.clock.idle();

    expect(JSON.parse(aws.said()[0] ?? '')).toEqual({
      Records: [
        {
          messageId: 'a',
          receiptHandle: 'receipt-a',
          body: 'text',
          attributes: { SentTimestamp: '1' },
          messageAttributes: {
            kind: {
              dataType: 'String',
              stringValue: 'x',
              stringListValues: [],
              binaryListValues: [],
            },
          },
          md5OfBody: 'md5',
          eventSource: 'aws:sqs',
          eventSourceARN: aws.queue.arn,
          awsRegion: 'eu-central-1',
        },
      ],
    });
  });

  test('keeps the messages that the function failed at', async () => {
    await using aws = await mapped('export const handler = async () => { throw new Error(); };');

    aws.queue.put({ messageId: 'a' });
    await aws.clock.idle();

    expect(aws.queue.deleted).toEqual([]);
  });

  test('keeps the messages that the function names, if it is asked for them', async () => {
    const code = `export const handler = async () =>
      ({ batchItemFailures: [{ itemIdentifier: 'a' }] });`;
    const mapping = { FunctionResponseTypes: ['ReportBatchItemFailures'], BatchSize: 2 };
    await using asked = await mapped(code, { mapping });
    await using unasked = await mapped(code);

    for (const { queue, clock } of [asked, unasked]) {
      queue.put({ messageId: 'a' }, { messageId: 'b' });
      await clock.idle();
    }

    expect(asked.queue.deleted).toContain('receipt-b');
    expect(asked.queue.deleted).not.toContain('receipt-a');
    expect(unasked.queue.deleted).toContain('receipt-a');
  });

  test('is read in batches, and only as fast as there are workers', async () => {
    await using aws = await mapped('export const handler = () => new Promise(() => {});', {
      mapping: { BatchSize: 1 },
      lambda: { limits: { workersPerFunction: 2 } },
    });

    aws.queue.put({ messageId: 'a' }, { messageId: 'b' }, { messageId: 'c' });

    expect(aws.queue.received).toEqual([1, 1]);
    expect(aws.lambda.inFlight()).toBe(2);
  });

  test('is read no faster than the mapping allows', async () => {
    await using aws = await mapped('export const handler = () => new Promise(() => {});', {
      mapping: { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
      lambda: { limits: { workersPerFunction: 5 } },
    });

    aws.queue.put({ messageId: 'a' }, { messageId: 'b' }, { messageId: 'c' });

    expect(aws.lambda.inFlight()).toBe(2);
  });

  test('is read to its end', async () => {
    await using aws = await mapped('export const handler = async () => {};', {
      mapping: { BatchSize: 1 },
    });

    aws.queue.put(...Array.from({ length: 9 }, (_, at) => ({ messageId: `${at}` })));
    await aws.clock.idle();

    expect(aws.queue.deleted).toHaveLength(9);
  });

  test('gets its turn when the workers of others are done', async () => {
    await using aws = await mapped('export const handler = async () => {};', {
      lambda: { limits: { workers: 1 } },
    });
    await aws.define('other', 'export const handler = async () => {};');
    const busy = aws.lambda.invoke('other', {});

    aws.queue.put({ messageId: 'a' });
    const before = [...aws.queue.received];
    await busy;
    await aws.clock.idle();

    expect(before).toEqual([]);
    expect(aws.queue.deleted).toEqual(['receipt-a']);
  });

  test('is left alone while the mapping is disabled', async () => {
    await using aws = await mapped(';', { mapping: { Enabled: 'false' } });

    aws.queue.put({ messageId: 'a' });

    expect(aws.queue.received).toEqual([]);
  });
});

describe('a function that feeds its own queue', () => {
  /** As SQS does with the tracing header of a caller. */
  const loop = async (properties: object) => {
    const queue = new Queue();
    await using aws = await mapped(
      'export const handler = async () => console.log(process.env._X_AMZN_TRACE_ID);',
      {
        queue,
        properties,
        lambda: {
          log: ({ text }) => {
            if (!text.startsWith('Root=') || queue.received.length > 20) return;
            queue.put({ messageId: 'again', attributes: { AWSTraceHeader: text } });
          },
        },
      },
    );
    queue.put({ messageId: 'first' });
    await aws.clock.idle();
    return {
      queue,
      runs: aws.said().filter((text) => text.startsWith('Root=')).length,
      said: aws.said(),
    };
  };

  test('is stopped after 16 runs', async () => {
    const { queue, runs, said } = await loop({});

    expect(runs).toBe(16);
    expect(queue.givenUp).toEqual(['receipt-again']);
    expect(said.at(-1)).toContain('recursive loop');
  });

  test('goes on where that is allowed', async () => {
    const { queue, runs } = await loop({ RecursiveLoop: 'Allow' });

    expect(runs).toBeGreaterThan(16);
    expect(queue.givenUp).toEqual([]);
  });
});

describe('a mapping is refused', () => {
  const code = 'export const handler = async () => {};';

  test('where the queue hides messages for less time than the function may take', async () => {
    await expect(mapped(code, { properties: { Timeout: 31 } })).rejects.toThrow(
      'Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds',
    );
  });

  test.each(['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])(
    'where the role of the function may not %s',
    async (operation) => {
      const allowed = (role: string, action: string) =>
        role === ROLE && action !== `sqs:${operation}`;

      await expect(mapped(code, { lambda: { allowed } })).rejects.toThrow(`to call ${operation}`);
    },
  );

  test.each([
    [{ FilterCriteria: { Filters: [] } }, 'FilterCriteria'],
    [{ BatchSize: 11 }, 'BatchSize'],
    [{ MaximumBatchingWindowInSeconds: 1 }, 'MaximumBatchingWindowInSeconds'],
    [{ EventSourceArn: 'arn:aws:kinesis:x' }, 'EventSourceArn'],
    [{ EventSourceArn: 'arn:aws:sqs:eu-central-1:000000000000:other' }, 'other'],
    [{ FunctionName: 'nobody' }, 'nobody'],
  ])('with %j', async (mapping, message) => {
    await expect(mapped(code, { mapping })).rejects.toThrow(message);
  });
});
