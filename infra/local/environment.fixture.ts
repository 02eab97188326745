import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnOutput, Duration, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { ApiDestination, Authorization, Connection, EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';

const STORE = `
  import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
  const tables = new DynamoDBClient();
  const TableName = process.env.TABLE;
  export const handler = async ({ Records: [record] }) => {
    const { detail } = JSON.parse(record.body);
    if (detail.scan) await tables.send(new ScanCommand({ TableName }));
    await tables.send(new PutItemCommand({
      TableName, Item: { id: { S: detail.id }, at: { N: String(Date.now()) } },
    }));
    console.log('stored', detail.id);
  };`;

const LOOP = `
  import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
  const queues = new SQSClient();
  export const handler = async () => {
    await queues.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: 'again' }));
    console.log('again');
  };`;

/**
 * `store`: a bus, a rule, a queue with a dead-letter queue, a function, a table. `again`: a function that
 * feeds its own queue. Gives the directory of the assembly.
 */
export function synthesize(directory: string): string {
  const app = new App({ outdir: join(directory, 'cdk.out') });
  const stack = new Stack(app, 'orders');
  const table = new Table(stack, 'Table', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const bus = new EventBus(stack, 'Bus', { eventBusName: 'orders' });
  const dead = new Queue(stack, 'Dead', { queueName: 'orders-dlq' });
  const queue = new Queue(stack, 'Queue', {
    queueName: 'orders',
    visibilityTimeout: Duration.seconds(60),
    deadLetterQueue: { queue: dead, maxReceiveCount: 2 },
  });
  new Rule(stack, 'Rule', {
    eventBus: bus,
    eventPattern: { source: ['shop'], detailType: ['Ordered'] },
    targets: [new SqsQueue(queue)],
  });
  const fn = (name: string, code: string, environment: Record<string, string>) => {
    const asset = join(directory, name);
    mkdirSync(asset);
    writeFileSync(join(asset, 'index.mjs'), code);
    return new LambdaFunction(stack, name, {
      functionName: name,
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromAsset(asset),
      timeout: Duration.seconds(30),
      memorySize: 256,
      environment,
      logGroup: new LogGroup(stack, `${name}Logs`, { logGroupName: `/aws/lambda/${name}` }),
    });
  };
  const store = fn('store', STORE, { TABLE: table.tableName });
  store.addEventSource(new SqsEventSource(queue, { batchSize: 1 }));
  table.grantWriteData(store);
  const deadLoop = new Queue(stack, 'DeadLoop', { queueName: 'loop-dlq' });
  const loop = new Queue(stack, 'LoopQueue', {
    queueName: 'loop',
    visibilityTimeout: Duration.seconds(60),
    deadLetterQueue: { queue: deadLoop, maxReceiveCount: 2 },
  });
  const again = fn('again', LOOP, { QUEUE: loop.queueUrl });
  again.addEventSource(new SqsEventSource(loop, { batchSize: 1 }));
  loop.grantSendMessages(again);
  new CfnOutput(stack, 'LoopUrl', { value: loop.queueUrl });
  new CfnOutput(stack, 'TableName', { value: table.tableName });
  return app.synth().directory;
}

/** A connection whose API key is in the secret `hook-login`, and an API destination for it. */
export function synthesizeHook(outdir: string): string {
  const app = new App({ outdir });
  const stack = new Stack(app, 'hook');
  const connection = new Connection(stack, 'Hook', {
    connectionName: 'hook',
    authorization: Authorization.apiKey(
      'X-Key',
      SecretValue.secretsManager('hook-login', { jsonField: 'key' }),
    ),
  });
  new ApiDestination(stack, 'Destination', { connection, endpoint: 'http://127.0.0.1:9/hook' });
  return app.synth().directory;
}
