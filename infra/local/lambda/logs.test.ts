import { describe, expect, test } from 'vitest';
import { world } from './lambda.fixture.ts';

describe('logs', () => {
  test('hold what a function wrote, with the request it wrote it in', async () => {
    const heard: string[] = [];
    await using aws = world({ log: (line) => heard.push(line.text) });
    await aws.define(
      'talk',
      `console.log('loading');
       export const handler = async (event, context) => {
         console.error('a %s', 'b');
         process.stdout.write('c');
         return context.awsRequestId;
       };`,
      { LoggingConfig: { LogGroup: 'group' } },
    );

    const answer = await aws.lambda.invoke('talk', {});

    const requestId = 'result' in answer && answer.result;
    const common = { logGroup: 'group', functionName: 'talk', time: expect.any(Number) };
    expect(aws.lambda.logs('talk')).toEqual([
      { ...common, requestId: undefined, text: 'loading' },
      { ...common, requestId, text: 'a b' },
      { ...common, requestId, text: 'c' },
      { ...common, requestId, text: expect.stringMatching(/^REPORT /) },
    ]);
    expect(heard).toHaveLength(4);
  });

  test('keep the last lines only', async () => {
    await using aws = world({ limits: { logLines: 2 } });
    await aws.define(
      'talk',
      'export const handler = async () => { console.log(1); console.log(2); };',
    );

    await aws.lambda.invoke('talk', {});

    expect(aws.lambda.logs().map((line) => line.text)).toEqual(['2', expect.any(String)]);
  });

  test('tell why an invocation failed', async () => {
    await using aws = world();
    await aws.define('failing', 'export const handler = async () => { throw new Error("no"); };');

    await aws.lambda.invoke('failing', {});

    expect(aws.lambda.logs('failing')[0]?.text).toContain('"errorMessage":"no"');
  });
});
