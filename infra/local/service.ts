/** The words that the parts of the local environment share. They know AWS, and nothing of the pipeline. */

/** Who makes a call, as told by its access key. */
export interface Principal {
  readonly accountId: string;
  /** The ARN that STS would give, e.g. `arn:aws:sts::000000000000:assumed-role/NAME/SESSION`. */
  readonly arn: string;
  /** The role whose policies decide. Without one it is the operator, who may do everything. */
  readonly roleArn?: string;
  /** Ends the worker that makes this call, for faults. */
  readonly kill?: () => void;
}

/** One call, decoded, as a service's operation sees it. */
export interface Call {
  readonly service: ServiceId;
  readonly operation: string;
  readonly region: string;
  readonly accountId: string;
  readonly principal: Principal;
  readonly requestId: string;
  /** Where clients reach the environment, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** The `X-Amzn-Trace-Id` header as it came; SQS carries it on, and recursion is detected by it. */
  readonly traceHeader?: string | undefined;
}

/** The names by which requests are signed and routed. */
export type ServiceId =
  | 'sqs'
  | 'sns'
  | 'events'
  | 'rds'
  | 'dynamodb'
  | 'secretsmanager'
  | 'ec2'
  | 'sts'
  | 'kms';

/** One permission that a call needs. A call may need several, on several resources. */
export interface Permission {
  /** e.g. `rds:CopyDBClusterSnapshot` */
  readonly action: string;
  /** An ARN, or `*` where the action has no resource. */
  readonly resource: string;
  /** Condition keys with their values, e.g. `{'aws:ResourceTag/team': 'dba'}`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** A service of the local environment: what it answers and what each answer needs permission for. */
export interface LocalService {
  readonly id: ServiceId;
  /** By operation name. What is not here is answered with an error that names it. */
  readonly operations: Readonly<
    Record<string, (input: never, call: Call) => Promise<object | undefined> | object | undefined>
  >;
  /** Every permission the call needs. Called before the operation; must not change anything. */
  permissions(input: never, call: Call): readonly Permission[];
}

/**
 * A service that answers raw requests itself (DynamoDB, by dynalite). The gateway still tells who
 * calls, decides whether they may, and lets faults happen.
 */
export interface ForwardedService {
  readonly id: ServiceId;
  permissions(input: never, call: Call): readonly Permission[];
  forward(request: RawMessage): Promise<RawMessage & { readonly status: number }>;
}

export interface RawMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * An error that a client sees.
 *
 * `code` is the wire code (`DBInstanceNotFound`) or the modelled name (`DBInstanceNotFoundFault`):
 * the gateway finds the modelled error by either and takes status and wire code from it.
 */
export class ServiceError extends Error {
  readonly code: string;
  /** The HTTP status where the error is not in the service's model. */
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** Something that EventBridge, SNS or a dead-letter policy delivers to, found by its ARN. */
export interface DeliveryTarget {
  /** Rejects with a `ServiceError` if the target refuses (policy, gone). */
  deliver(delivery: Delivery): Promise<void>;
}

export interface Delivery {
  readonly body: string;
  /** The service principal that delivers, e.g. `events.amazonaws.com`, and the ARN it does so for. */
  readonly from: { readonly service: string; readonly sourceArn: string };
  readonly attributes?: Readonly<Record<string, { DataType: string; StringValue: string }>>;
}

/** Finds what stands behind an ARN: queues, topics. */
export type FindTarget = (arn: string) => DeliveryTarget | undefined;

/** An event of an AWS service itself, for its account's default bus. The bus adds `version`, `id`, `time`. */
export interface NativeEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

export type EmitNativeEvent = (event: NativeEvent) => void;

/** A queue as an event source mapping reads it. */
export interface MessageSource {
  readonly arn: string;
  /** Must be as long as the function may run, or Lambda refuses the mapping. */
  readonly visibilityTimeoutSeconds: number;
  /** Takes up to `max` visible messages; they stay invisible for the queue's visibility timeout. */
  receive(max: number): readonly SourceMessage[];
  /** Acknowledges a message. */
  delete(receiptHandle: string): void;
  /** Moves a message to the queue's dead-letter queue at once, as Lambda's recursion detection does. */
  giveUp(receiptHandle: string): void;
  /** Calls `listener` whenever messages may have become visible. Returns what ends that. */
  onAvailable(listener: () => void): () => void;
}

/** In the shape of an SQS record that Lambda gets. */
export interface SourceMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** `ApproximateReceiveCount`, `SentTimestamp`, `AWSTraceHeader` ... all strings. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<
    Record<
      string,
      { readonly dataType: string; readonly stringValue?: string; readonly binaryValue?: string }
    >
  >;
  readonly md5OfBody: string;
}

export type FindSource = (queueArn: string) => MessageSource | undefined;

/** Creates what a template declares, as CloudFormation would. */
export interface ResourceProvider {
  /** e.g. `AWS::SQS::Queue` */
  readonly type: string;
  /** Properties come with every intrinsic resolved, in CloudFormation's spelling. Parse, don't trust. */
  create(properties: unknown, at: TemplatePlace): Promise<CreatedResource> | CreatedResource;
}

export interface TemplatePlace {
  readonly logicalId: string;
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
  /** Where the asset with this S3 object key lies on this machine. */
  asset(objectKey: string): string;
}

export interface CreatedResource {
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes?: Readonly<Record<string, string>>;
}
