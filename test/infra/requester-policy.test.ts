import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as events from '../../events/index.ts';
import {
  unknownActions,
  unknownConditionKeys,
} from '../../infra/local/iam/known-actions.fixture.ts';
import { evaluate, type PolicyDocument, parsePolicy } from '../../infra/local/iam/policy.ts';
import { ACCOUNT, REGION, type Synthesized, statementsOf, synthesize } from './synthesized.ts';

let stack: Synthesized;
let policy: PolicyDocument;
const name = `aurora-restore-requester-${REGION}`;
const document = () =>
  stack.one('AWS::IAM::ManagedPolicy', 'ManagedPolicyName', name).Properties.PolicyDocument;

beforeAll(async () => {
  stack = await synthesize();
  policy = parsePolicy(document(), 'requester');
});
afterAll(() => rmSync(stack.directory, { recursive: true }));

const may = (action: string, resource: string, context: Record<string, string | string[]> = {}) =>
  evaluate([policy], { action, resource, context }) === 'allow';

const arn = (service: string, resource: string, account = ACCOUNT, region = REGION) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
const bus = arn('events', 'event-bus/aurora-restore');
const put = (source: string, type: string, on = bus) =>
  may('events:PutEvents', on, { 'events:source': source, 'events:detail-type': type });
const state = arn('dynamodb', 'table/aurora-restore-state');
const resources = arn('dynamodb', 'table/aurora-restore-resources');

test('a restore is asked for on the deployment’s bus, and nothing else is said there', () => {
  expect(put('aurora-restore.request', 'RestoreRequested')).toBe(true);
  for (const type of Object.keys(events)) expect(put('aurora-restore', type)).toBe(false);
  for (const type of ['RestoreCompleted', 'restorerequested'])
    expect(put('aurora-restore.request', type)).toBe(false);
  expect(put('aws.rds', 'RestoreRequested')).toBe(false);
  for (const other of ['default', 'aurora-restore-prod'])
    expect(
      put('aurora-restore.request', 'RestoreRequested', arn('events', `event-bus/${other}`)),
    ).toBe(false);
});

test('operations and their places in line are read, and nothing else of the tables', () => {
  const keys = (key: string) => ({ 'dynamodb:LeadingKeys': [key] });

  expect(may('dynamodb:GetItem', state)).toBe(true);
  expect(may('dynamodb:Query', `${state}/index/status`)).toBe(true);
  expect(may('dynamodb:GetItem', resources, keys('line#us-east-1#restores'))).toBe(true);
  expect(may('dynamodb:GetItem', resources, keys('cluster#us-east-1#orders'))).toBe(false);
  expect(may('dynamodb:GetItem', arn('dynamodb', 'table/aurora-restore-audit'))).toBe(false);
  for (const action of ['PutItem', 'UpdateItem', 'DeleteItem', 'Scan', 'Query'])
    for (const table of [state, resources]) expect(may(`dynamodb:${action}`, table)).toBe(false);
});

test('it has these actions, which AWS has too, and no other', async () => {
  const statements = statementsOf(document());
  const actions = [...new Set(statements.flatMap(({ Action }) => Action))];

  expect(actions.sort()).toEqual([
    'dynamodb:GetItem',
    'dynamodb:Query',
    'events:DescribeEventBus',
    'events:PutEvents',
    'rds:DescribeDBClusterSnapshots',
    'rds:DescribeDBClusters',
    'rds:DescribeDBInstances',
  ]);
  expect(await unknownActions(actions)).toEqual([]);
  expect(statements.flatMap(({ Resource }) => Resource)).not.toContain('*');
  for (const { Action, Condition } of statements)
    for (const key of Object.values(Condition).flatMap(Object.keys))
      expect(await unknownConditionKeys(Action, key)).toEqual([]);
});

test('what an operation left is looked for in this account and region alone', () => {
  const action = 'rds:DescribeDBClusters';

  expect(may(action, arn('rds', 'cluster:orders'))).toBe(true);
  expect(may(action, arn('rds', 'cluster:orders', '999999999999'))).toBe(false);
  expect(may(action, arn('rds', 'cluster:orders', ACCOUNT, 'us-west-2'))).toBe(false);
  expect(may(action, '*')).toBe(false);
});

test('its name is one that IAM takes, in every region another one', async () => {
  const other = await synthesize({ environment: 'abcdefghijklmnop' });
  const [made] = other.of('AWS::IAM::ManagedPolicy');
  rmSync(other.directory, { recursive: true });

  expect(made?.Properties.ManagedPolicyName).toBe(
    `aurora-restore-abcdefghijklmnop-requester-${REGION}`,
  );
  expect(String(made?.Properties.ManagedPolicyName).length).toBeLessThan(120);
});

test('a stack tells its ARN', () => {
  expect(Object.keys(stack.template.findOutputs('RequesterPolicyArn'))).toHaveLength(1);
});
