import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Names } from '../names.ts';

/** What the pipeline remembers. Kept when the stack goes, and recoverable to a point in time. */
export class Tables extends Construct {
  readonly state: Table;
  readonly audit: Table;
  readonly resources: Table;

  constructor(scope: Construct, id: string, names: Names) {
    super(scope, id);
    const table = (name: string, tableName: string, partition: string, sort?: string) =>
      new Table(this, name, {
        tableName,
        partitionKey: { name: partition, type: AttributeType.STRING },
        ...(sort && { sortKey: { name: sort, type: AttributeType.STRING } }),
        billingMode: BillingMode.PAY_PER_REQUEST,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      });
    this.state = table('State', names.stateTable, 'operation_id');
    this.audit = table('Audit', names.auditTable, 'operation_id', 'timestamp');
    this.resources = table('Resources', names.resourcesTable, 'resource');
    this.state.addGlobalSecondaryIndex({
      indexName: 'watched',
      partitionKey: { name: 'watched', type: AttributeType.STRING },
      sortKey: { name: 'operation_id', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.state.addGlobalSecondaryIndex({
      indexName: 'status',
      partitionKey: { name: 'status', type: AttributeType.STRING },
      sortKey: { name: 'start_time', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
  }
}
