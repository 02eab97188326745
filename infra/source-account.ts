import { Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as BusTarget } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CrossAccountRole } from './constructs/cross-account-role.ts';
import { SNAPSHOT_EVENTS } from './constructs/snapshot-events.ts';
import { namesOf } from './names.ts';

export interface SourceAccountProps {
  /** Where the pipeline is, and which one it is. */
  readonly pipeline: {
    readonly accountId: string;
    readonly region: string;
    /** @default 'dev' */
    readonly environment?: string;
  };
  /**
   * The role by which the pipeline looks at this account's snapshots. Left out where another region of
   * the account has it already, a role being the whole account's, and in the pipeline's own account.
   */
  readonly role?: {
    /** The same as in the pipeline's `source_accounts`. */
    readonly externalId: string;
    /**
     * Whether it may share manual snapshots with accounts.
     * @default false
     */
    readonly share?: boolean;
    /**
     * Whether it may copy snapshots within this account, and delete those copies again.
     * @default false
     */
    readonly extraCopies?: boolean;
  };
}

/**
 * What an account needs whose snapshots the pipeline restores elsewhere: the role, once, and in each
 * region a rule that forwards what RDS says of cluster snapshots to the pipeline's bus.
 */
export class SourceAccount extends Construct {
  constructor(scope: Construct, id: string, { pipeline, role }: SourceAccountProps) {
    super(scope, id);
    const { partition, account, region } = Stack.of(this);
    const { environment = 'dev' } = pipeline;
    const names = namesOf(environment);
    if (role) new CrossAccountRole(this, 'Role', { names, environment, pipeline, ...role });
    const undelivered = new Queue(this, 'Undelivered', {
      queueName: `${names.prefix}-snapshot-events-undelivered`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const bus = EventBus.fromEventBusArn(
      this,
      'Bus',
      `arn:${partition}:events:${pipeline.region}:${pipeline.accountId}:event-bus/${names.bus}`,
    );
    new Rule(this, 'SnapshotEvents', {
      ruleName: `${names.prefix}-snapshot-events`,
      description: 'Tells the Aurora restore pipeline of cluster snapshots',
      /** Events that were forwarded here keep their account and region, and go no further. */
      eventPattern: {
        source: ['aws.rds'],
        account: [account],
        region: [region],
        detailType: [SNAPSHOT_EVENTS],
      },
      targets: [new BusTarget(bus, { deadLetterQueue: undelivered })],
    });
  }
}
