import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  aws_cloudwatch,
  aws_dynamodb,
  aws_ec2,
  aws_lambda,
  CfnOutput,
  Stack,
} from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEc2 } from '../ec2/create-ec2.ts';
import type { ResourceProvider } from '../service.ts';
import { readAssembly } from './assembly.ts';
import { type Stack as BroughtUp, bringUp } from './bring-up.ts';
import { inertProviders } from './inert-providers.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assembly-'));
  const code = join(directory, 'code');
  await mkdir(code);
  await writeFile(join(code, 'index.mjs'), 'export const handler = () => 1;');
  synthesize(join(directory, 'out'), code);
});
afterAll(() => rm(directory, { recursive: true }));

function synthesize(outdir: string, code: string): void {
  const app = new App({ outdir });
  // Depends on the other, yet is declared first.
  const functions = new Stack(app, 'Functions');
  const tables = new Stack(app, 'Tables', { stackName: 'my-tables' });
  const table = new aws_dynamodb.Table(tables, 'Table', {
    partitionKey: { name: 'id', type: aws_dynamodb.AttributeType.STRING },
  });
  const fn = new aws_lambda.Function(functions, 'Function', {
    runtime: aws_lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: aws_lambda.Code.fromAsset(code),
    environment: { TABLE: table.tableName },
  });
  table.grantReadData(fn);
  new aws_cloudwatch.Alarm(functions, 'Alarm', {
    metric: fn.metricErrors(),
    threshold: 1,
    evaluationPeriods: 1,
  });
  const vpc = new aws_ec2.Vpc(functions, 'Vpc', { maxAzs: 2 });
  new aws_ec2.SecurityGroup(functions, 'Group', { vpc });
  new CfnOutput(functions, 'Environment', { value: fn.functionArn });
  app.synth();
}

test('a synthesized app comes up, stack by stack', async () => {
  const made = new Map<string, unknown>();
  let source: string | undefined;
  const provider = (type: string): ResourceProvider => ({
    type,
    create(properties, at) {
      made.set(type, properties);
      if (type === 'AWS::Lambda::Function') source = at.asset(Object(properties).Code.S3Key);
      return { ref: at.logicalId, attributes: { Arn: `arn:${at.logicalId}` } };
    },
  });
  const types = ['DynamoDB::Table', 'Lambda::Function', 'IAM::Role', 'IAM::Policy'];
  const providers = [
    ...inertProviders,
    ...createEc2().providers,
    ...types.map((type) => provider(`AWS::${type}`)),
  ];

  const stacks = await readAssembly(join(directory, 'out'));
  const imports: Record<string, string> = {};
  const up: BroughtUp[] = [];
  for (const stack of stacks) {
    const options = {
      ...stack,
      providers,
      imports,
      region: 'eu-west-1',
      accountId: '123456789012',
    };
    up.push(await bringUp(options));
    Object.assign(imports, up.at(-1)?.exports);
  }

  const [tables, functions] = up;
  expect(stacks.map(({ stackName }) => stackName)).toEqual(['my-tables', 'Functions']);
  const [table] = tables?.resources.values() ?? [];
  expect(made.get('AWS::Lambda::Function')).toMatchObject({
    Environment: { Variables: { TABLE: table?.physicalId } },
  });
  expect(JSON.stringify(made.get('AWS::IAM::Policy'))).toContain(table?.attributes?.Arn);
  expect(await readFile(join(source ?? '', 'index.mjs'), 'utf8')).toContain('handler');
  const ids = [...(functions?.resources.values() ?? [])].map(({ physicalId }) => physicalId);
  expect(ids).toContainEqual(expect.stringMatching(/^sg-[0-9a-f]{17}$/));
  expect(functions?.outputs.Environment).toMatch(/^arn:Function/);
});

test('an asset that is not there is an error that names it', async () => {
  const [stack] = await readAssembly(join(directory, 'out'));

  expect(() => stack?.asset('missing.zip')).toThrow('no asset with the object key missing.zip');
});
