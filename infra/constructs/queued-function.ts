import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  type CfnFunction,
  Code,
  Function as LambdaFunction,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Names } from '../names.ts';
import { keptQueue } from './kept-queue.ts';
import { alarmWhenNotEmpty, alarmWhenOld } from './queue-alarms.ts';

export interface QueuedFunctionProps {
  /** The service's name: of its queue, function, log group and role. */
  readonly name: string;
  readonly names: Names;
  /** The folder with the bundle. */
  readonly code: string;
  readonly timeout: Duration;
  /** What a person loses while this fails. The alarms say it, so it cannot be left out. */
  readonly failureImpact: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  /** Told of every alarm. */
  readonly alarmTopic: ITopic;
  readonly logRetention: RetentionDays;
  /** Whether the function sends to its own queue, which Lambda would stop after about 16 rounds. */
  readonly feedsItself: boolean;
  /** Subnets and security groups, for what reaches a database. */
  readonly network?: Network | undefined;
  /** How old the oldest message may get before people are told. */
  readonly oldestMessage: Duration;
  readonly region: string;
}

export interface Network {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** How often a message is tried. Source: Lambda guide, "Using Lambda with Amazon SQS": at least 5. */
const MAX_RECEIVES = 5;

/** One Lambda behind its own queue and dead-letter queue, with the alarms that belong to them. */
export class QueuedFunction extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly function: LambdaFunction;
  readonly #role: Role;

  constructor(scope: Construct, id: string, props: QueuedFunctionProps) {
    super(scope, id);
    const { name, names } = props;
    this.deadLetterQueue = keptQueue(this, 'DeadLetterQueue', names.deadLetterQueue(name));
    this.queue = new Queue(this, 'Queue', {
      queueName: names.queue(name),
      /** Lambda asks for six times the function's timeout. */
      visibilityTimeout: Duration.seconds(props.timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: MAX_RECEIVES },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const functionName = names.queue(name);
    const logGroup = new LogGroup(this, 'LogGroup', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#role = new Role(this, 'Role', {
      roleName: names.role(name, props.region),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    for (const statement of [...this.#basics(logGroup, props.network), ...props.statements])
      this.allow(statement);
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      description: `Aurora restore pipeline: ${name}`,
      code: Code.fromAsset(props.code),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      timeout: props.timeout,
      memorySize: 256,
      role: this.#role.withoutPolicyUpdates(),
      logGroup,
      tracing: Tracing.ACTIVE,
      recursiveLoop: props.feedsItself ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
      environment: {
        ...props.environment,
        SERVICE_NAME: name,
        ROLE_ARN: this.#role.roleArn,
        QUEUE_URL: this.queue.queueUrl,
        DEAD_LETTER_QUEUE: this.deadLetterQueue.queueName,
        MAX_RECEIVES: String(MAX_RECEIVES),
      },
    });
    this.function.node.addDependency(this.#role);
    if (props.network) {
      const { subnetIds, securityGroupIds } = props.network;
      (this.function.node.defaultChild as CfnFunction).vpcConfig = {
        subnetIds: [...subnetIds],
        securityGroupIds: [...securityGroupIds],
      };
    }
    this.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 1,
        reportBatchItemFailures: true,
        maxConcurrency: 10,
      }),
    );
    this.#alarms(props);
  }

  allow(statement: PolicyStatement): void {
    this.#role.addToPrincipalPolicy(statement);
  }

  /** What Lambda itself needs of the role: its queue, its log, tracing, a network interface. */
  #basics(logGroup: LogGroup, network: Network | undefined): PolicyStatement[] {
    const allow = (actions: string[], ...resources: string[]) =>
      new PolicyStatement({ actions, resources });
    return [
      allow(
        [
          'sqs:ReceiveMessage',
          'sqs:DeleteMessage',
          'sqs:GetQueueAttributes',
          'sqs:ChangeMessageVisibility',
        ],
        this.queue.queueArn,
      ),
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn),
      allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
      ...(network
        ? [
            allow(
              [
                'ec2:CreateNetworkInterface',
                'ec2:DescribeNetworkInterfaces',
                'ec2:DescribeSubnets',
                'ec2:DeleteNetworkInterface',
                'ec2:AssignPrivateIpAddresses',
                'ec2:UnassignPrivateIpAddresses',
              ],
              '*',
            ),
          ]
        : []),
    ];
  }

  #alarms({ name, failureImpact, alarmTopic: topic, oldestMessage }: QueuedFunctionProps) {
    alarmWhenNotEmpty(this, 'FailedMessages', this.deadLetterQueue, {
      what: `${name} could not deal with a message`,
      remedy: "Look at the operation's error, mend the cause, then redrive the queue.",
      failureImpact,
      topic,
    });
    alarmWhenOld(this, 'OldMessages', this.queue, {
      name,
      oldest: oldestMessage,
      failureImpact,
      topic,
    });
  }
}
