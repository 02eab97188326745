import type { Paint } from '../output/paint.ts';
import { PROGRAM } from '../program-name.ts';
import type { LocalPipeline } from './bring-up.ts';
import type { Source } from './source-cluster.ts';

/** What a program is told when everything can be used. */
export const readyObject = (pipeline: LocalPipeline, source: Source) => ({
  status: 'ready',
  endpoint: pipeline.aws.endpoint,
  region: pipeline.aws.region,
  account_id: pipeline.aws.accountId,
  environment: pipeline.environment,
  ca_file: pipeline.databases.caFile,
  data_dir: pipeline.directory,
  source_cluster: {
    id: source.cluster.DBClusterIdentifier,
    endpoint: source.cluster.Endpoint,
    port: source.cluster.Port,
    master_username: source.master.username,
    master_secret_name: source.secretName,
  },
});

/** The same for people, with what they can type next. */
export function readyLines(pipeline: LocalPipeline, source: Source, paint: Paint): string[] {
  const { aws, environment, databases } = pipeline;
  const { cluster, master, secretName } = source;
  const awsCli = `aws --endpoint-url ${aws.endpoint}`;
  const request = JSON.stringify({ snapshot_name: 'first', target_cluster_id: 'restored-cluster' });
  const entry = JSON.stringify([
    {
      EventBusName: aws.outputs.BusName,
      Source: 'aurora-restore.request',
      DetailType: 'RestoreRequested',
      Detail: request,
    },
  ]);
  const command = (text: string) => `  ${paint('bold', text)}`;
  return [
    `${paint('green', 'ready')} ${aws.endpoint}`,
    '',
    `  region ${aws.region}, account ${aws.accountId}, environment ${environment}`,
    `  source cluster  ${cluster.DBClusterIdentifier} at ${cluster.Endpoint}:${cluster.Port}, login ${master.username}`,
    `  its password    in the secret ${secretName}`,
    `  database CA     ${databases.caFile}`,
    `  pages           ${aws.endpoint}/_local/sns/inbox  ${aws.endpoint}/_local/lambda/logs`,
    '',
    'In another terminal:',
    command(
      `export AWS_ENDPOINT_URL=${aws.endpoint} AWS_REGION=${aws.region} AWS_DEFAULT_REGION=${aws.region}`,
    ),
    command('export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test'),
    ...(environment === 'dev' ? [] : [command(`export AURORA_RESTORE_ENVIRONMENT=${environment}`)]),
    '',
    'Take a snapshot and restore it. Version 1 of the AWS CLI needs --endpoint-url:',
    command(
      `${awsCli} rds create-db-cluster-snapshot --db-cluster-identifier ${cluster.DBClusterIdentifier} --db-cluster-snapshot-identifier first`,
    ),
    command(`${PROGRAM} restore --snapshot first --target restored-cluster --watch`),
    '',
    'The same without aurora-restore:',
    command(`${awsCli} events put-events --entries '${entry}'`),
    command(`${awsCli} rds describe-db-clusters`),
    '',
    'Look into the database:',
    command(
      `MYSQL_PWD='${master.password}' mysql --host ${cluster.Endpoint} --port ${cluster.Port} --user ${master.username} --ssl-ca ${databases.caFile}`,
    ),
    '',
    'Ctrl-C stops it.',
  ];
}
