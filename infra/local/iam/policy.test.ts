import { describe, expect, test } from 'vitest';
import { type AccessRequest, evaluate, parsePolicy } from './policy.ts';

const queue = 'arn:aws:sqs:eu-west-1:111122223333:orders';

function policy(...statements: object[]) {
  return parsePolicy({ Version: '2012-10-17', Statement: statements }, 'Policy');
}

function request(overrides: Partial<AccessRequest> = {}): AccessRequest {
  return { action: 'sqs:SendMessage', resource: queue, context: {}, ...overrides };
}

const allow = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue };

describe('what a statement applies to', () => {
  test.each([
    ['the action and resource it names', allow, 'allow'],
    ['a pattern of actions, in any case', { ...allow, Action: 'SQS:send*' }, 'allow'],
    ['one of several actions', { ...allow, Action: ['sqs:DeleteMessage', 'sqs:*'] }, 'allow'],
    ['no other action', { ...allow, Action: 'sqs:DeleteMessage' }, 'none'],
    [
      'a question mark for one character',
      { ...allow, Resource: `${queue.slice(0, -1)}?` },
      'allow',
    ],
    ['no question mark for none', { ...allow, Resource: `${queue}?` }, 'none'],
    ['no other resource, in case either', { ...allow, Resource: queue.toUpperCase() }, 'none'],
    ['no dot as a wildcard', { ...allow, Resource: queue.replace('orders', 'o.ders') }, 'none'],
  ])('%s', (_name, statement, decision) => {
    expect(evaluate([policy(statement)], request())).toBe(decision);
  });

  test('everything but a NotAction', () => {
    const { Action: _, ...rest } = allow;
    const all = policy({ ...rest, NotAction: ['sqs:Delete*', 'sqs:Purge*'] });

    expect(evaluate([all], request())).toBe('allow');
    expect(evaluate([all], request({ action: 'sqs:DeleteQueue' }))).toBe('none');
  });

  test('everything but a NotResource', () => {
    const { Resource: _, ...rest } = allow;
    const all = policy({ ...rest, NotResource: `${queue}-dlq` });

    expect(evaluate([all], request())).toBe('allow');
    expect(evaluate([all], request({ resource: `${queue}-dlq` }))).toBe('none');
  });
});

describe('how policies add up', () => {
  const deny = policy({ Effect: 'Deny', Action: 'sqs:*', Resource: '*' });

  test('a denial outweighs an allowance in any order', () => {
    expect(evaluate([policy(allow), deny], request())).toBe('deny');
    expect(evaluate([deny, policy(allow)], request())).toBe('deny');
  });

  test('without policies nothing is decided', () => {
    expect(evaluate([], request())).toBe('none');
  });
});

describe('policy variables', () => {
  const own = policy({ ...allow, Resource: `arn:aws:sqs:*:*:\${aws:PrincipalTag/team}-queue` });
  const of = (team: string) =>
    request({
      resource: `arn:aws:sqs:eu-west-1:111122223333:dba-queue`,
      context: { 'aws:PrincipalTag/team': team },
    });

  test('are replaced by what the request says', () => {
    expect(evaluate([own], of('dba'))).toBe('allow');
    expect(evaluate([own], of('web'))).toBe('none');
  });

  test('do not bring wildcards in', () => {
    expect(evaluate([own], of('*'))).toBe('none');
  });

  test('match nothing where the request says nothing', () => {
    expect(evaluate([own], request({ resource: 'arn:aws:sqs:a:1:-queue' }))).toBe('none');
  });

  test('may have a default', () => {
    const fallback = policy({ ...allow, Resource: `arn:aws:sqs:*:*:\${aws:x, 'orders'}` });

    expect(evaluate([fallback], request())).toBe('allow');
  });

  test('are plain text in a policy of the old version', () => {
    const old = parsePolicy(
      { Version: '2008-10-17', Statement: { ...allow, Resource: `arn:aws:sqs:*:*:\${aws:x}` } },
      'Policy',
    );

    expect(evaluate([old], request({ context: { 'aws:x': 'orders' } }))).toBe('none');
    expect(evaluate([old], request({ resource: `arn:aws:sqs:a:1:\${aws:x}` }))).toBe('allow');
  });
});

describe("a resource's own policy", () => {
  const session = 'arn:aws:sts::111122223333:assumed-role/worker/one';
  const events = { service: 'events.amazonaws.com' };

  test.each([
    ['the service it names', { Service: 'events.amazonaws.com' }, events, 'allow'],
    ['no other service', { Service: 'sns.amazonaws.com' }, events, 'none'],
    ['everyone', '*', events, 'allow'],
    ['everyone, in the long form', { AWS: '*' }, { aws: session }, 'allow'],
    ['an account, by its number', { AWS: '111122223333' }, { aws: session }, 'allow'],
    ['an account', { AWS: ['arn:aws:iam::111122223333:root'] }, { aws: session }, 'allow'],
    ['no other account', { AWS: '999999999999' }, { aws: session }, 'none'],
    ['a role', { AWS: 'arn:aws:iam::111122223333:role/x/worker' }, { aws: session }, 'allow'],
    ['no other role', { AWS: 'arn:aws:iam::111122223333:role/work' }, { aws: session }, 'none'],
    ['one session', { AWS: session }, { aws: session }, 'allow'],
  ] as const)('speaks to %s', (_name, Principal, principal, decision) => {
    expect(evaluate([policy({ ...allow, Principal })], request({ principal }))).toBe(decision);
  });

  test('lets a rule send by its ARN only', () => {
    const rule = 'arn:aws:events:eu-west-1:111122223333:rule/bus/rule';
    const Condition = { ArnEquals: { 'aws:SourceArn': rule } };
    const fromRule = policy({ ...allow, Principal: { Service: events.service }, Condition });
    const from = (arn: string) => request({ principal: events, context: { 'aws:SourceArn': arn } });

    expect(evaluate([fromRule], from(rule))).toBe('allow');
    expect(evaluate([fromRule], from(`${rule}2`))).toBe('none');
  });

  test('does not count among the policies of a role, nor they in its place', () => {
    expect(evaluate([policy({ ...allow, Principal: '*' })], request())).toBe('none');
    expect(evaluate([policy(allow)], request({ principal: events }))).toBe('none');
  });
});

describe('a policy that is refused', () => {
  const { Resource: _, ...withoutResource } = allow;

  test.each([
    [
      'an unknown condition operator',
      { ...allow, Condition: { StringSame: { k: 'v' } } },
      "Role: Statement[0].Condition.StringSame.k: unknown condition operator 'StringSame'",
    ],
    ['NotPrincipal', { ...allow, NotPrincipal: '*' }, 'Unrecognized key: "NotPrincipal"'],
    [
      'an unknown kind of principal',
      { ...allow, Principal: { Group: 'x' } },
      'Statement[0].Principal',
    ],
    ['no resource', withoutResource, 'Statement[0].Resource: needs either Resource or NotResource'],
    ['both Action and NotAction', { ...allow, NotAction: 'sqs:*' }, 'Statement[0].Action: needs'],
    [
      'an action without a service',
      { ...allow, Action: ['sqs:*', 'Send'] },
      'Statement[0].Action[1]',
    ],
    ['another effect', { ...allow, Effect: 'allow' }, 'Statement[0].Effect'],
    [
      'an unresolved resource',
      { ...allow, Resource: { Ref: 'Queue' } },
      'Statement[0].Resource[0]',
    ],
  ])('names %s', (_name, statement, message) => {
    const parse = () => parsePolicy({ Version: '2012-10-17', Statement: [statement] }, 'Role');

    expect(parse).toThrow(message);
  });
});
