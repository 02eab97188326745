import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, Schedule } from 'aws-cdk-lib/aws-events';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventDefinition } from '../events/define-event.ts';
import { RestoreRequested, type Stage, stages } from '../events/index.ts';
import { observers, requesters, scheduledServices, steps } from '../services/index.ts';
import type { Configuration, SourceAccount } from '../shared/configuration/configuration.ts';
import type { Contract, ObserverContract, StepContract } from '../shared/step/contract.ts';
import { bundle } from './bundle.ts';
import { AutoRestoreRules } from './constructs/auto-restore-rules.ts';
import { statementsFor } from './constructs/grants.ts';
import { keptQueue } from './constructs/kept-queue.ts';
import { hintPattern, ownPattern } from './constructs/patterns.ts';
import { PublicSchemas } from './constructs/public-schemas.ts';
import { alarmWhenNotEmpty } from './constructs/queue-alarms.ts';
import { QueueRule } from './constructs/queue-rule.ts';
import { QueuedFunction } from './constructs/queued-function.ts';
import { RequesterPolicy } from './constructs/requester-policy.ts';
import { rulesMaySend } from './constructs/rules-may-send.ts';
import { Schedules } from './constructs/schedules.ts';
import { SecurityGroups } from './constructs/security-groups.ts';
import {
  forwardedSnapshotEvents,
  observerStatements,
  putEvents,
  requesterStatements,
  stepStatements,
  watchStatements,
} from './constructs/statements.ts';
import { Tables } from './constructs/tables.ts';
import { letAlarmsPublish, topic } from './constructs/topic.ts';
import { Webhooks } from './constructs/webhooks.ts';
import { type Names, namesOf } from './names.ts';
import { type NotificationTemplates, shippedTemplates } from './notification-templates.ts';

export interface AuroraRestorePipelineProps {
  /** Environment, defaults, allowed targets, deadlines, users: what is shipped with the functions. */
  readonly configuration: Configuration;
  readonly network: PipelineNetwork;
  /**
   * Whom to trust for the certificates of the database servers: `rds`, or a PEM.
   * @default 'rds'
   */
  readonly databaseCa?: string;
  /** @default 'INFO' */
  readonly logLevel?: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** @default three months */
  readonly logRetention?: RetentionDays;
  /** E-mail addresses that are told of restores. */
  readonly notify?: readonly string[];
  /** E-mail addresses that are told of alarms. */
  readonly alert?: readonly string[];
  /** Texts of notifications in place of the built-in ones, by event; see docs/notifications.md. */
  readonly templates?: NotificationTemplates;
  /**
   * How old the oldest message of a queue may get before an alarm goes off. Delayed checks do not
   * count: SQS counts from when a message becomes visible for the first time.
   * @default one hour
   */
  readonly oldestMessage?: Duration;
  /**
   * How long the bus's archive keeps what was said.
   * @default 90 days
   */
  readonly archiveRetention?: Duration;
}

export interface PipelineNetwork {
  /** Where the clusters are restored, in their subnet groups. */
  readonly vpcId: string;
  /**
   * Subnets of it with a route to the clusters, Secrets Manager, DynamoDB, EventBridge, SQS and RDS.
   * Only the function that reaches a database is put into them.
   */
  readonly subnetIds: readonly string[];
  /** Groups that this function has beside `<prefix>-functions`, its own. */
  readonly securityGroupIds?: readonly string[];
}

/**
 * The whole pipeline: bus, tables, topics, and for every service a rule, a queue with its dead-letter
 * queue, a function and alarms. One deployment serves one region and account, and one environment.
 *
 * Needs the secret `aurora-restore/<environment>/master-credentials` to exist.
 */
export class AuroraRestorePipeline extends Construct {
  readonly bus: EventBus;
  readonly tables: Tables;
  /** People subscribe here to hear of restores: it has texts. */
  readonly notifications: Topic;
  /** Programs subscribe here to hear of the same: it has JSON documents. */
  readonly notificationDocuments: Topic;
  /** Every alarm goes here. */
  readonly alarms: Topic;
  readonly securityGroups: SecurityGroups;
  readonly services: Readonly<Record<string, QueuedFunction>>;
  /** For roles that ask for restores and watch them, and may do nothing else. */
  readonly requesterPolicy: RequesterPolicy;
  readonly #names: Names;

  constructor(scope: Construct, id: string, props: AuroraRestorePipelineProps) {
    super(scope, id);
    const names = namesOf(props.configuration.environment);
    this.#names = names;
    this.bus = this.#bus(
      props.archiveRetention ?? Duration.days(90),
      props.configuration.source_accounts,
    );
    this.tables = new Tables(this, 'Tables', names);
    new PublicSchemas(this, 'Schemas', { registryName: names.prefix });
    this.requesterPolicy = new RequesterPolicy(this, 'Requester', {
      prefix: names.prefix,
      bus: this.bus,
      tables: this.tables,
    });
    const { vpcId, subnetIds, securityGroupIds = [] } = props.network;
    this.securityGroups = new SecurityGroups(this, 'SecurityGroups', { names, vpcId });
    const network = {
      subnetIds,
      securityGroupIds: this.securityGroups.withFurther(securityGroupIds),
    };
    this.notifications = topic(
      this,
      'Notifications',
      `${names.prefix}-notifications`,
      props.notify,
    );
    this.notificationDocuments = topic(
      this,
      'NotificationDocuments',
      `${names.prefix}-notifications-json`,
    );
    this.alarms = topic(this, 'Alarms', `${names.prefix}-alarms`, props.alert);
    letAlarmsPublish(this.alarms);
    const undelivered = keptQueue(this, 'Undelivered', `${names.prefix}-undelivered`);
    undelivered.addToResourcePolicy(rulesMaySend(this, names, undelivered));
    alarmWhenNotEmpty(this, 'UndeliveredEvents', undelivered, {
      what: 'EventBridge could not put an event into the queue that it is for',
      failureImpact: 'the restore that the event belongs to stands still until its deadline',
      remedy: 'Read its attributes RULE_ARN and ERROR_MESSAGE, mend the cause, then send it there.',
      topic: this.alarms,
    });

    const contracts: readonly Contract[] = [
      ...steps,
      ...observers,
      ...scheduledServices,
      ...requesters,
    ];
    const bundles = mkdtempSync(join(tmpdir(), 'aurora-restore-bundle-'));
    const code = bundle(
      contracts.map(({ name }) => name),
      props.configuration,
      bundles,
      shippedTemplates(props.templates ?? {}),
    );
    const statements = statementsFor(this, {
      configuration: props.configuration,
      names,
      notificationTopicArns: [this.notifications.topicArn, this.notificationDocuments.topicArn],
    });
    const service = (contract: Contract, own: readonly PolicyStatement[], environment = {}) =>
      new QueuedFunction(this, pascal(contract.name), {
        name: contract.name,
        names,
        code: code(contract.name),
        timeout: Duration.seconds(contract.timeoutSeconds),
        failureImpact: contract.failureImpact,
        environment: { ...this.#environment(props), ...environment },
        statements: [...own, ...statements(contract)],
        alarmTopic: this.alarms,
        logRetention: props.logRetention ?? RetentionDays.THREE_MONTHS,
        feedsItself: contract.kind === 'step' && contract.checksAgain,
        network: contract.reachesDatabase ? network : undefined,
        oldestMessage: props.oldestMessage ?? Duration.hours(1),
        region: Stack.of(this).region,
      });

    const services: Record<string, QueuedFunction> = {};
    for (const contract of steps) {
      const made = service(contract, stepStatements(this, contract));
      services[contract.name] = made;
      if (contract.checksAgain) allow(made, ['sqs:SendMessage'], [made.queue.queueArn]);
      this.#rules(contract, made, undelivered);
    }
    const queuesOf = (stages: readonly Stage[]) =>
      steps
        .filter(({ stage }) => stages.includes(stage))
        .flatMap(({ stage, name }) => {
          const queue = services[name]?.queue;
          return queue ? [{ stage, queue }] : [];
        });
    const stageQueues = (queues: ReturnType<typeof queuesOf>) =>
      Stack.of(this).toJsonString(
        Object.fromEntries(queues.map(({ stage, queue }) => [stage, queue.queueUrl])),
      );
    for (const contract of observers) {
      const woken = queuesOf(contract.wakes ?? []);
      const made = service(
        contract,
        observerStatements(
          this,
          contract,
          woken.map(({ queue }) => queue.queueArn),
        ),
        {
          ...(tellsPeople(contract) && {
            NOTIFICATION_TOPIC: this.notifications.topicArn,
            NOTIFICATION_DOCUMENT_TOPIC: this.notificationDocuments.topicArn,
          }),
          ...(woken.length > 0 && { STAGE_QUEUES: stageQueues(woken) }),
        },
      );
      services[contract.name] = made;
      const { events } = props.configuration.notifications;
      const told = contract.consumes.filter(({ name }) => events.some((event) => event === name));
      this.#rules(contract, made, undelivered, tellsPeople(contract) ? told : contract.consumes);
    }
    const deadRequests = deadRequestsAmong(services);
    for (const contract of scheduledServices) {
      const queues = queuesOf(stages);
      const made = service(
        contract,
        watchStatements(
          this,
          queues.map(({ queue }) => queue.queueArn),
          deadRequests.queueArn,
        ),
        {
          DEAD_REQUESTS_URL: deadRequests.queueUrl,
          STAGE_QUEUES: stageQueues(queues),
        },
      );
      services[contract.name] = made;
      new QueueRule(made, 'Schedule', {
        ruleName: names.queue(contract.name),
        queue: made.queue,
        undelivered,
        schedule: Schedule.rate(Duration.minutes(contract.everyMinutes)),
      });
    }
    for (const contract of requesters) {
      const made = service(contract, requesterStatements(this));
      services[contract.name] = made;
      new AutoRestoreRules(made, 'Rules', {
        contract,
        name: names.queue(contract.name),
        rules: props.configuration.auto_restores,
        bus: this.bus,
        queue: made.queue,
        undelivered,
      });
    }
    const { schedules } = props.configuration;
    if (schedules.length > 0)
      new Schedules(this, 'Schedules', {
        names,
        bus: this.bus,
        schedules,
        alarmTopic: this.alarms,
      });
    const { webhooks } = props.configuration.notifications;
    if (webhooks.length > 0)
      new Webhooks(this, 'Webhooks', {
        names,
        bus: this.bus,
        webhooks,
        alarmTopic: this.alarms,
      });
    this.services = services;
    /** They are copied into the assembly as soon as a function is given them. */
    rmSync(bundles, { recursive: true });
  }

  /** Lets somebody ask for restores: put this one event, from this one source, and nothing else. */
  grantRequest(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(putEvents(this.bus, [RestoreRequested]));
  }

  #bus(retention: Duration, sourceAccounts: readonly SourceAccount[]): EventBus {
    const bus = new EventBus(this, 'Bus', {
      eventBusName: this.#names.bus,
      description: 'Events of the Aurora restore pipeline',
    });
    bus.archive('Archive', {
      archiveName: this.#names.bus,
      description: 'For reading what was said; the rules ignore replays',
      retention,
      eventPattern: { account: [Stack.of(this).account] },
    });
    const accounts = sourceAccounts.map(({ account_id }) => account_id);
    if (accounts.length > 0) bus.addToResourcePolicy(forwardedSnapshotEvents(bus, accounts));
    return bus;
  }

  #environment({
    network,
    databaseCa,
    logLevel,
  }: AuroraRestorePipelineProps): Record<string, string> {
    return {
      ACCOUNT_ID: Stack.of(this).account,
      STATE_TABLE: this.tables.state.tableName,
      AUDIT_TABLE: this.tables.audit.tableName,
      RESOURCES_TABLE: this.tables.resources.tableName,
      BUS_NAME: this.bus.eventBusName,
      VPC_ID: network.vpcId,
      ISOLATION_SECURITY_GROUP_ID: this.securityGroups.isolation,
      DATABASE_CA: databaseCa ?? 'rds',
      LOG_LEVEL: logLevel ?? 'INFO',
      POWERTOOLS_METRICS_NAMESPACE: this.#names.metrics,
    };
  }

  #rules(
    contract: StepContract | ObserverContract,
    made: QueuedFunction,
    undelivered: Queue,
    consumes: readonly EventDefinition[] = contract.consumes,
  ) {
    const ruleName = this.#names.queue(contract.name);
    const { queue } = made;
    const pattern = ownPattern(consumes);
    new QueueRule(made, 'Events', { ruleName, bus: this.bus, queue, undelivered, pattern });
    if (contract.kind === 'step' && contract.hints.length > 0)
      new QueueRule(made, 'NativeEvents', {
        ruleName,
        queue,
        undelivered,
        pattern: hintPattern(contract.hints),
      });
  }
}

/** Where a request ends whose function dies of it. */
function deadRequestsAmong(services: Readonly<Record<string, QueuedFunction>>): Queue {
  const first = steps.find(({ stage }) => stage === RestoreRequested.opens.stage);
  const made = first && services[first.name];
  if (!made) throw new Error('no step takes requests');
  return made.deadLetterQueue;
}

/** Of those events only that the deployment wants people to be told of. */
const tellsPeople = ({ permissions }: ObserverContract): boolean =>
  permissions.some(({ on }) => on === 'notification-topics');

const allow = (service: QueuedFunction, actions: string[], resources: string[]) =>
  service.allow(new PolicyStatement({ actions, resources }));

const pascal = (name: string) =>
  name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
