import { type App, CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import { AuroraRestorePipeline } from './aurora-restore-pipeline.ts';
import { type Deployment, shipped } from './deployment.ts';

/** The pipeline as a stack of its own. What differs between places is a parameter. */
export class AuroraRestoreStack extends Stack {
  constructor(app: App, deployment: Deployment) {
    super(app, deployment.stack_name, {
      description: 'Restores Aurora clusters from snapshots, by events',
    });
    const vpc = new CfnParameter(this, 'VpcId', {
      type: 'AWS::EC2::VPC::Id',
      description: 'VPC in which clusters are restored',
      ...(deployment.network?.vpc_id && { default: deployment.network.vpc_id }),
    });
    const subnets = new CfnParameter(this, 'SubnetIds', {
      type: 'List<AWS::EC2::Subnet::Id>',
      description:
        'Subnets of the VPC from which the databases and the AWS services can be reached',
      ...(deployment.network && { default: deployment.network.subnet_ids.join(',') }),
    });
    const securityGroups = new CfnParameter(this, 'SecurityGroupIds', {
      /** A list of security groups proper cannot be empty. */
      type: 'CommaDelimitedList',
      allowedPattern: '^(sg-[0-9a-f]+)?$',
      description: 'Security groups that the functions have beside their own',
      default: deployment.network?.security_group_ids.join(',') ?? '',
    });
    const databaseCa = new CfnParameter(this, 'DatabaseCa', {
      type: 'String',
      default: 'rds',
      description: 'Whom to trust for database certificates: rds, or a certificate as PEM',
    });
    const pipeline = new AuroraRestorePipeline(this, 'Pipeline', {
      configuration: shipped(deployment),
      network: {
        vpcId: vpc.valueAsString,
        subnetIds: subnets.valueAsList,
        securityGroupIds: securityGroups.valueAsList,
      },
      databaseCa: databaseCa.valueAsString,
      logLevel: deployment.log_level,
      notify: deployment.notify,
      alert: deployment.alert,
      templates: deployment.templates,
    });
    const output = (id: string, value: string) => new CfnOutput(this, id, { value });
    output('Environment', deployment.environment);
    output('BusName', pipeline.bus.eventBusName);
    output('StateTable', pipeline.tables.state.tableName);
    output('AuditTable', pipeline.tables.audit.tableName);
    output('NotificationTopic', pipeline.notifications.topicArn);
    output('NotificationDocumentTopic', pipeline.notificationDocuments.topicArn);
    output('AlarmTopic', pipeline.alarms.topicArn);
    output('RequesterPolicyArn', pipeline.requesterPolicy.managedPolicyArn);
  }
}
