import { describe, expect, it } from 'vitest';
import { newBus, type Rule } from '../state/event-bus.ts';
import type { Occurrence } from './occurrence.ts';
import { parseTarget } from './target.ts';
import { targetBody } from './target-body.ts';

const RULE_ARN = 'arn:aws:events:eu-central-1:111111111111:rule/changes';
const event: Occurrence['event'] = {
  version: '0',
  id: 'e1',
  'detail-type': 'State Change',
  source: 'ec2',
  account: '111111111111',
  time: '2026-01-01T00:00:00Z',
  region: 'eu-central-1',
  resources: ['arn:one', 'arn:two'],
  detail: {
    'instance-id': 'i-1',
    state: 'RUNNING',
    count: 3,
    ok: true,
    none: null,
    tags: ['a', 'b'],
    spec: { cpu: 2, name: 'x' },
    said: 'a "b"',
  },
};

function body(target: object): string {
  const rule: Rule = {
    name: 'changes',
    arn: RULE_ARN,
    bus: newBus({ accountId: '111111111111', region: 'eu-central-1' }),
    definition: {},
    state: 'ENABLED',
    createdBy: '111111111111',
    tags: new Map(),
    targets: new Map(),
  };
  const parsed = parseTarget(
    { Id: 't', Arn: 'arn:aws:sqs:eu-central-1:111111111111:q', ...target },
    '',
  );
  const received = Date.parse('2026-01-01T00:00:05Z');
  return targetBody({ rule, target: parsed, event, received, forwarded: false });
}

const paths = {
  id: '$.detail.instance-id',
  state: '$.detail.state',
  count: '$.detail.count',
  ok: '$.detail.ok',
  none: '$.detail.none',
  tags: '$.detail.tags',
  spec: '$.detail.spec',
  first: '$.resources[0]',
  all: '$.resources[*]',
  missing: '$.detail.nowhere.at.all',
};
const transformed = (InputTemplate: string) =>
  body({ InputTransformer: { InputPathsMap: paths, InputTemplate } });

it('a target gets the event as it is', () => {
  expect(body({})).toBe(JSON.stringify(event));
});

it('a target gets its own input instead', () => {
  expect(body({ Input: '{"a": 1}' })).toBe('{"a": 1}');
});

it.each([
  ['$', event],
  ['$.detail.spec', { cpu: 2, name: 'x' }],
  ['$.detail.instance-id', 'i-1'],
  ['$.resources[1]', 'arn:two'],
  ['$.detail.spec.*', [2, 'x']],
  ['$.detail.nowhere', null],
])('a target gets the part of the event at %s', (InputPath, expected) => {
  expect(JSON.parse(body({ InputPath }))).toEqual(expected);
});

describe('an input transformer fills', () => {
  it.each([
    ['a string', '"instance <id> is in <state>"', '"instance i-1 is in RUNNING"'],
    ['a string with escaped quotes', '"instance \\"<id>\\""', '"instance \\"i-1\\""'],
    ['strings on several lines', '"<id>"\n"<state>"', '"i-1"\n"RUNNING"'],
    ['other values into a string', '"<count> <ok>"', '"3 true"'],
    ['objects into a string, without quotes', '"<spec>, <tags>"', '"{cpu:2,name:x}, [a,b]"'],
    ['nothing for what is missing', '"<missing>!"', '"!"'],
    [
      'JSON',
      '{"id": <id>, "n": <count>, "s": [9, <state>]}',
      '{"id": "i-1", "n": 3, "s": [9, "RUNNING"]}',
    ],
    [
      'strings in JSON',
      '{"id": "<id>", "all": "<id> is \\"<state>\\""}',
      '{"id": "i-1", "all": "i-1 is \\"RUNNING\\""}',
    ],
    [
      'objects and arrays in JSON',
      '{"spec": <spec>, "tags": <tags>}',
      '{"spec": {"cpu":2,"name":"x"}, "tags": ["a","b"]}',
    ],
    [
      'indices and wildcards',
      '{"first": <first>, "all": <all>}',
      '{"first": "arn:one", "all": ["arn:one","arn:two"]}',
    ],
    ['null', '{"none": <none>}', '{"none": null}'],
    ['the empty string for what is missing', '{"missing": <missing>}', '{"missing": ""}'],
    ['the rule', '"<aws.events.rule-name> <aws.events.rule-arn>"', `"changes ${RULE_ARN}"`],
    ['the time of arrival', '"<aws.events.event.ingestion-time>"', '"2026-01-01T00:00:05Z"'],
    ['the whole event', '{"e": <aws.events.event.json>}', `{"e": ${JSON.stringify(event)}}`],
  ])('%s', (_, template, expected) => {
    expect(transformed(template)).toBe(expected);
  });

  it('the event without its detail', () => {
    const { event: filled } = JSON.parse(transformed('{"event": <aws.events.event>}'));

    expect(filled).toMatchObject({ id: 'e1', detailType: 'State Change' });
    expect(filled).not.toHaveProperty('detail');
  });

  it.each([
    ['an array within quotes', '{"tags": "<tags>"}'],
    ['a string with quotes, within quotes', '{"said": "<said>"}'],
  ])('no JSON from %s', (_, InputTemplate) => {
    const InputPathsMap = { ...paths, said: '$.detail.said' };

    const fill = () => body({ InputTransformer: { InputPathsMap, InputTemplate } });

    expect(fill).toThrow(expect.objectContaining({ code: 'INVALID_JSON', retriable: false }));
  });
});

describe('a target is refused', () => {
  it.each([
    [
      'a Lambda function',
      { Arn: 'arn:aws:lambda:eu-central-1:111111111111:function:f' },
      'Target t, of type lambda',
    ],
    [
      'a state machine',
      { Arn: 'arn:aws:states:eu-central-1:111111111111:stateMachine:s' },
      'of type states',
    ],
    [
      'an API destination without a role',
      { Arn: 'arn:aws:events:eu-central-1:111111111111:api-destination/x/1' },
      'RoleArn is required for target t.',
    ],
    ['an archive', { Arn: 'arn:aws:events:eu-central-1:111111111111:archive/x' }, 'of type events'],
    ['parameters of HTTP for a queue', { HttpParameters: {} }, 'HttpParameters for'],
    ['a FIFO queue', { Arn: 'arn:aws:sqs:eu-central-1:111111111111:q.fifo' }, 'FIFO'],
    [
      'a bus with an input',
      { Arn: 'arn:aws:events:eu-central-1:111111111111:event-bus/b', Input: '{}' },
      'event bus with a changed input',
    ],
    [
      'a parameter that is not served',
      { SqsParameters: { MessageGroupId: 'g' } },
      'Targets.SqsParameters is not served locally',
    ],
    ['no ARN', { Arn: 'q' }, 'it is no ARN'],
    ['an id that AWS would not take', { Id: '!' }, 'Targets.Id'],
    ['an input that is no JSON', { Input: '{' }, 'Targets.Input: must be JSON'],
    ['a path in brackets', { InputPath: "$['detail']" }, 'Targets.InputPath: must be a JSONPath'],
    [
      'two inputs',
      { Input: '{}', InputPath: '$' },
      'Only one of Input, InputPath, or InputTransformer must be provided for target t.',
    ],
    [
      'an unknown placeholder',
      { InputTransformer: { InputTemplate: '"<x>"' } },
      'InputTemplate for target t contains invalid placeholder x.',
    ],
    [
      'too many retries',
      { RetryPolicy: { MaximumRetryAttempts: 186 } },
      'Targets.RetryPolicy.MaximumRetryAttempts',
    ],
    [
      'too short a life',
      { RetryPolicy: { MaximumEventAgeInSeconds: 59 } },
      'Targets.RetryPolicy.MaximumEventAgeInSeconds',
    ],
    [
      'a dead-letter queue that is none',
      { DeadLetterConfig: { Arn: 'arn:aws:sns:eu-central-1:1:t' } },
      'Targets.DeadLetterConfig.Arn: must be the ARN of an SQS queue',
    ],
  ])('for %s', (_, members, message) => {
    const target = { Id: 't', Arn: 'arn:aws:sqs:eu-central-1:111111111111:q', ...members };

    expect(() => parseTarget(target, 'Targets')).toThrow(message);
  });
});
