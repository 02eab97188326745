import { onTestFinished } from 'vitest';
import { Clock } from '../clock.ts';
import { createEventBridge } from '../eventbridge/eventbridge.ts';
import { readJson } from '../eventbridge/read-json.ts';
import { type Faults, noFaults } from '../faults.ts';
import { Iam } from '../iam/iam.ts';
import { parsePolicy } from '../iam/policy.ts';
import { createSecretsManager } from '../secretsmanager/create-secrets-manager.ts';
import type { LocalService, TemplatePlace } from '../service.ts';
import { createSqs } from '../sqs/create-sqs.ts';
import { createScheduler } from './create-scheduler.ts';

const accountId = '111111111111';
const region = 'eu-central-1';
const place: TemplatePlace = {
  accountId,
  region,
  logicalId: 'Thing',
  stackName: 'stack',
  asset: () => '',
};

export const BUS = `arn:aws:events:${region}:${accountId}:event-bus/orders`;
export const WORK = `arn:aws:sqs:${region}:${accountId}:work`;
export const UNDELIVERED = `arn:aws:sqs:${region}:${accountId}:undelivered`;
const ROLE = `arn:aws:iam::${accountId}:role/scheduler`;
export const SCHEDULE_ARN = `arn:aws:scheduler:${region}:${accountId}:schedule/group/tick`;

export const mayPut = { Effect: 'Allow', Action: 'events:PutEvents', Resource: BUS };
export const maySend = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: UNDELIVERED };

interface Settings {
  readonly faults?: Faults;
  readonly random?: () => number;
  /** What the role allows. */
  readonly may?: readonly object[];
  readonly trustedGroup?: string;
  /** Stands between Scheduler and EventBridge. */
  readonly events?: (events: LocalService) => LocalService;
  /** ISO, when it is at the start. */
  readonly start?: string;
}

/**
 * A scheduler with a group and a role for it, a bus with a rule for all that is scheduled, whose events
 * `details` gives, and queues `work` and `undelivered`.
 */
export async function testScheduler({
  faults = noFaults,
  random = () => 0.5,
  may = [mayPut, maySend],
  trustedGroup = 'group',
  events = (same) => same,
  start = '2026-03-10T12:00:00Z',
}: Settings = {}) {
  const clock = new Clock();
  onTestFinished(() => clock.stop());
  clock.advance(Date.parse(start) - clock.now());
  const iam = new Iam({ clock });
  const log: string[] = [];
  const endpoint = () => 'http://127.0.0.1:4566';
  const sqs = createSqs({ clock, faults, accountId, region, endpoint });
  const secrets = createSecretsManager({ clock }).secretsOf('events', iam);
  const bridge = createEventBridge({ clock, faults, findTarget: sqs.findTarget, iam, secrets });
  const scheduler = createScheduler({
    clock,
    faults,
    iam,
    events: events(bridge.service),
    sqs: sqs.service,
    endpoint,
    random,
    log: (message) => log.push(message),
  });
  const providers = [...sqs.providers, ...bridge.providers, ...scheduler.providers];
  const create = async (type: string, properties: object) => {
    const provider = providers.find((each) => each.type === type);
    if (provider === undefined) throw new Error(`${type} is not provided`);
    return await provider.create(properties, place);
  };

  const arrived = await create('AWS::SQS::Queue', { QueueName: 'arrived' });
  const arn = `arn:aws:sqs:${region}:${accountId}:arrived`;
  await create('AWS::SQS::QueuePolicy', {
    Queues: [arrived.ref],
    PolicyDocument: {
      Statement: {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: arn,
        Principal: { Service: 'events.amazonaws.com' },
      },
    },
  });
  await create('AWS::SQS::Queue', { QueueName: 'undelivered' });
  await create('AWS::SQS::Queue', { QueueName: 'work' });
  await create('AWS::Events::EventBus', { Name: 'orders' });
  await create('AWS::Events::Rule', {
    Name: 'all',
    EventBusName: 'orders',
    EventPattern: { source: ['shop'], 'detail-type': ['Ordered'] },
    Targets: [{ Id: 'queue', Arn: arn }],
  });
  await create('AWS::Scheduler::ScheduleGroup', { Name: 'group' });
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'scheduler.amazonaws.com' },
    Condition: {
      StringEquals: {
        'aws:SourceAccount': accountId,
        'aws:SourceArn': `arn:aws:scheduler:${region}:${accountId}:schedule-group/${trustedGroup}`,
      },
    },
  };
  iam.createRole({
    name: 'scheduler',
    arn: ROLE,
    trust: parsePolicy({ Statement: trust }, 'trust'),
  });
  for (const Statement of may)
    iam.attach(parsePolicy({ Statement }, 'policy'), 'scheduler', accountId);

  return {
    clock,
    log,
    create,
    schedule: (properties: object = {}, target: object = {}) =>
      create('AWS::Scheduler::Schedule', scheduleProperties(properties, target)),
    scheduleWork: (Input: string, target: object = {}) =>
      create('AWS::Scheduler::Schedule', scheduleProperties({}, { ...toWork, Input, ...target })),
    /** Lets minutes pass, one by one. */
    async pass(minutes: number): Promise<void> {
      for (let minute = 0; minute < minutes; minute += 1) {
        clock.advance(60_000);
        await clock.idle();
      }
    },
    /** What the events' details hold that arrived so far. */
    details: (): unknown[] =>
      sqs.inspect('arrived')?.messages.map(({ body }) => JSON.parse(body).detail) ?? [],
    /** What was sent to the queue so far. */
    work: () => sqs.inspect('work')?.messages.map(({ body }) => body),
    /** Takes what lies in the dead-letter queue. */
    undelivered: () =>
      sqs
        .findSource(UNDELIVERED)
        ?.receive(10)
        .map(({ body, messageAttributes }) => ({
          body: readJson(body) ?? body,
          attributes: Object.fromEntries(
            Object.entries(messageAttributes).map(([name, { stringValue }]) => [name, stringValue]),
          ),
        })),
  };
}

const toWork = { Arn: WORK, EventBridgeParameters: undefined };

/** As a template has them, which leaves out what is `undefined`. */
const scheduleProperties = (properties: object, target: object): object =>
  JSON.parse(JSON.stringify(allProperties(properties, target)));

const allProperties = (properties: object, target: object) => ({
  Name: 'tick',
  GroupName: 'group',
  ScheduleExpression: 'cron(30 12 * * ? *)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    Arn: BUS,
    RoleArn: ROLE,
    Input: '{"at":"<aws.scheduler.scheduled-time>"}',
    EventBridgeParameters: { Source: 'shop', DetailType: 'Ordered' },
    DeadLetterConfig: { Arn: UNDELIVERED },
    ...target,
  },
  ...properties,
});
