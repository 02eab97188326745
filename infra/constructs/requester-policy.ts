import { Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { RestoreRequested } from '../../events/index.ts';
import { putEvents } from './statements.ts';
import type { Tables } from './tables.ts';

interface RequesterPolicyProps {
  readonly prefix: string;
  readonly bus: IEventBus;
  readonly tables: Tables;
}

/**
 * What somebody needs to ask for restores and to see what becomes of them, by the CLI's `restore`,
 * `plan`, `status` and `list`: for a role of a CI system, say. It changes nothing by itself.
 */
export class RequesterPolicy extends ManagedPolicy {
  constructor(scope: Construct, id: string, { prefix, bus, tables }: RequesterPolicyProps) {
    const { partition, account, region } = Stack.of(scope);
    const rds = (kind: string) => `arn:${partition}:rds:${region}:${account}:${kind}:*`;
    super(scope, id, {
      /** Names are the whole account's, and a pipeline one region's. */
      managedPolicyName: `${prefix}-requester-${region}`,
      description: 'Ask the Aurora restore pipeline for restores, and see what becomes of them',
      statements: [
        putEvents(bus, [RestoreRequested]),
        new PolicyStatement({ actions: ['events:DescribeEventBus'], resources: [bus.eventBusArn] }),
        new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [tables.state.tableArn] }),
        new PolicyStatement({
          actions: ['dynamodb:Query'],
          resources: [`${tables.state.tableArn}/index/status`],
        }),
        /** Where in line an operation waits. */
        new PolicyStatement({
          actions: ['dynamodb:GetItem'],
          resources: [tables.resources.tableArn],
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['line#*'] } },
        }),
        /** What of it is still there that an operation made which failed. */
        new PolicyStatement({
          actions: [
            'rds:DescribeDBClusters',
            'rds:DescribeDBInstances',
            'rds:DescribeDBClusterSnapshots',
          ],
          resources: ['cluster', 'db', 'cluster-snapshot'].map(rds),
        }),
      ],
    });
  }
}
