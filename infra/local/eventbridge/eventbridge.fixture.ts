import { Clock } from '../clock.ts';
import { type Faults, noFaults } from '../faults.ts';
import { Iam } from '../iam/iam.ts';
import { parsePolicy } from '../iam/policy.ts';
import { createSecretsManager } from '../secretsmanager/create-secrets-manager.ts';
import type { Call, Delivery, TemplatePlace } from '../service.ts';
import { createEventBridge } from './eventbridge.ts';

export const ACCOUNT = '111111111111';
export const OTHER_ACCOUNT = '222222222222';
export const REGION = 'eu-central-1';

export const queueArn = (name: string, account = ACCOUNT) =>
  `arn:aws:sqs:${REGION}:${account}:${name}`;

/** An EventBridge with queues that remember what they got, for tests. */
export function testEnvironment({
  faults = noFaults,
  destinationTimeoutMs = 5000,
}: {
  faults?: Faults;
  destinationTimeoutMs?: number;
} = {}) {
  const clock = new Clock();
  const iam = new Iam({ clock });
  const secrets = createSecretsManager({ clock });
  const log: string[] = [];
  const queues = new Map<string, TestQueue>();
  let ids = 0;
  const eventBridge = createEventBridge({
    clock,
    faults,
    findTarget: (arn) => queues.get(arn),
    iam,
    secrets: secrets.secretsOf('events', iam),
    destinationTimeoutMs,
    uuid: () => `id-${++ids}`,
    random: () => 1,
    log: (message) => log.push(message),
  });

  const caller = (accountId = ACCOUNT) =>
    ({
      service: 'events',
      operation: '',
      region: REGION,
      accountId,
      principal: {
        accountId,
        arn: `arn:aws:sts::${accountId}:assumed-role/caller/session`,
        roleArn: `arn:aws:iam::${accountId}:role/caller`,
      },
      requestId: 'request',
      endpoint: 'http://127.0.0.1:4566',
    }) satisfies Call;

  return {
    ...eventBridge,
    clock,
    secrets,
    log,
    newQueue(name: string): TestQueue {
      const queue = new TestQueue(queueArn(name));
      queues.set(queue.arn, queue);
      return queue;
    },
    /** What the operation answers, or its rejection. */
    async call(operation: string, input: object = {}, accountId = ACCOUNT): Promise<object> {
      const run = eventBridge.service.operations[operation];
      if (run === undefined) throw new Error(`${operation} is not served`);
      return (await run(input as never, { ...caller(accountId), operation })) ?? {};
    },
    /** The ARN of a role that this service may assume, with these statements. */
    newRole(name: string, Statement: readonly object[], Service = 'events.amazonaws.com') {
      const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
      const assume = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } };
      iam.createRole({ name, arn, trust: parsePolicy({ Statement: assume }, name) });
      for (const one of Statement) iam.attach(parsePolicy({ Statement: one }, name), name, ACCOUNT);
      return arn;
    },
    permissions: (operation: string, input: object) =>
      eventBridge.service.permissions(input as never, { ...caller(), operation }),
    async create(type: string, properties: object) {
      const provider = eventBridge.providers.find((each) => each.type === type);
      if (provider === undefined) throw new Error(`${type} is not provided`);
      return await provider.create(properties, place);
    },
  };
}

const place: TemplatePlace = {
  logicalId: 'Thing',
  stackName: 'stack',
  region: REGION,
  accountId: ACCOUNT,
  asset: () => '',
};

export class TestQueue {
  readonly arn: string;
  readonly deliveries: Delivery[] = [];
  attempts = 0;
  #refusal: Error | undefined;
  #refusals = 0;

  constructor(arn: string) {
    this.arn = arn;
  }

  get bodies(): readonly unknown[] {
    return this.deliveries.map(({ body }) => JSON.parse(body));
  }

  /** Throws instead of taking deliveries, the next ones or all. */
  refuse(error: Error, times = Number.POSITIVE_INFINITY): void {
    this.#refusal = error;
    this.#refusals = times;
  }

  async deliver(delivery: Delivery): Promise<void> {
    this.attempts += 1;
    if (this.#refusals > 0 && this.#refusal !== undefined) {
      this.#refusals -= 1;
      throw this.#refusal;
    }
    this.deliveries.push(delivery);
  }
}

export const entry = (members: object = {}) => ({
  Source: 'shop',
  DetailType: 'OrderPlaced',
  Detail: '{"order":1}',
  ...members,
});
