import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDeployment } from '../../infra/deployment.ts';
import { unknownActions } from '../../infra/local/iam/known-actions.fixture.ts';
import { evaluate, parsePolicy } from '../../infra/local/iam/policy.ts';
import { sourceAccountStacks } from '../../infra/source-account-stack.ts';
import { ACCOUNT, REGION, readTemplate, type Synthesized, statementsOf } from './synthesized.ts';

const SOURCE = '210987654321';
const ROLE = 'aurora-restore-cross-account-role';
const pipelineRole = (service: string, account = ACCOUNT) =>
  `arn:aws:iam::${account}:role/aurora-restore-${service}-role-${REGION}`;
const directory = mkdtempSync(join(tmpdir(), 'aurora-restore-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** The stacks of one source account with two regions. */
async function stacksOf(name: string, account: object = {}): Promise<Synthesized[]> {
  const file = join(directory, `${name}.json`);
  const deployment = {
    source_accounts: [{ account_id: SOURCE, external_id: 'told-only-to-us', ...account }],
    pipeline: { account_id: ACCOUNT, region: REGION },
    source_regions: { [SOURCE]: ['eu-west-1', 'us-west-2'] },
  };
  writeFileSync(file, JSON.stringify(deployment));
  const app = new App({ outdir: join(directory, name) });
  const stacks = sourceAccountStacks(app, readDeployment(file));
  return await Promise.all(
    stacks.map((stack) => readTemplate(Template.fromStack(stack), join(directory, name))),
  );
}

let looking: Synthesized[];
let sharing: Synthesized[];
let copying: Synthesized[];
beforeAll(async () => {
  looking = await stacksOf('looking');
  sharing = await stacksOf('sharing', { share: true });
  copying = await stacksOf('copying', {
    extra_copy_kms_key_ids: { 'eu-west-1': `arn:aws:kms:eu-west-1:${SOURCE}:key/1` },
  });
});

type Context = Readonly<Record<string, string>>;

/** What the role of that account may do. */
const may = (
  [stack]: readonly Synthesized[],
  action: string,
  resource: string,
  context: Context = {},
) => {
  const policies = (stack?.of('AWS::IAM::Policy') ?? [])
    .filter(({ Properties }) => [Properties.Roles].flat().includes(ROLE))
    .map(({ Properties }) => parsePolicy(Properties.PolicyDocument, ROLE));
  return evaluate(policies, { action, resource, context }) === 'allow';
};

const snapshot = (name: string, account = SOURCE) =>
  `arn:aws:rds:eu-west-1:${account}:cluster-snapshot:${name}`;
const key = `arn:aws:kms:eu-west-1:${SOURCE}:key/any`;
const own = snapshot('aurora-restore-op-1-source-copy-1');
const tagging = {
  'aws:RequestTag/aurora-restore:managed': 'true',
  'aws:RequestTag/aurora-restore:operation-id': 'op-1',
  'aws:RequestTag/aurora-restore:environment': 'dev',
};
const made = {
  'aws:ResourceTag/aurora-restore:managed': 'true',
  'aws:ResourceTag/aurora-restore:operation-id': 'op-1',
  'aws:ResourceTag/aurora-restore:environment': 'dev',
  'aws:ResourceTag/aurora-restore:purpose': 'copy',
};

test('the role is assumed by the pipeline’s roles that need it, with the external id, and by nobody else', () => {
  const trust = looking[0]?.one('AWS::IAM::Role', 'RoleName', ROLE).Properties;
  const document = parsePolicy(trust?.AssumeRolePolicyDocument, ROLE);
  const assumes = (arn: string, externalId?: string) =>
    evaluate([document], {
      action: 'sts:AssumeRole',
      resource: '*',
      context: {
        'aws:PrincipalArn': arn,
        ...(externalId !== undefined && { 'sts:ExternalId': externalId }),
      },
      principal: { aws: arn },
    }) === 'allow';
  const services = ['snapshot-check', 'copy-snapshot', 'archive-snapshot', 'auto-restore'];

  for (const service of services)
    expect(assumes(pipelineRole(service), 'told-only-to-us')).toBe(true);
  for (const service of services) {
    expect(assumes(pipelineRole(service))).toBe(false);
    expect(assumes(pipelineRole(service), 'guessed')).toBe(false);
    expect(assumes(pipelineRole(service, '999999999999'), 'told-only-to-us')).toBe(false);
  }
  for (const service of ['delete-rds', 'setup-db-users', 'admin'])
    expect(assumes(pipelineRole(service), 'told-only-to-us')).toBe(false);
});

test('without more it only looks', () => {
  expect(may(looking, 'rds:DescribeDBClusterSnapshots', '*')).toBe(true);
  expect(may(looking, 'kms:DescribeKey', key)).toBe(true);
  for (const action of [
    'rds:ModifyDBClusterSnapshotAttribute',
    'rds:CopyDBClusterSnapshot',
    'rds:AddTagsToResource',
    'rds:DeleteDBClusterSnapshot',
  ])
    expect(may(looking, action, own, { ...tagging, ...made })).toBe(false);
});

test('it shares where it may, and copies nothing for that', () => {
  expect(may(sharing, 'rds:ModifyDBClusterSnapshotAttribute', snapshot('any'))).toBe(true);
  expect(may(sharing, 'rds:CopyDBClusterSnapshot', own, tagging)).toBe(false);
  expect(may(copying, 'rds:ModifyDBClusterSnapshotAttribute', snapshot('any'))).toBe(false);
});

test('it copies where it may, and deletes those copies and nothing else', () => {
  const copies = 'rds:CopyDBClusterSnapshot';
  const deletes = 'rds:DeleteDBClusterSnapshot';

  expect(may(copying, copies, snapshot('rds:shop-2026'), tagging)).toBe(true);
  expect(may(copying, copies, snapshot('rds:shop-2026'))).toBe(false);
  expect(may(copying, 'rds:AddTagsToResource', own, tagging)).toBe(true);
  expect(may(copying, 'rds:AddTagsToResource', snapshot('any'), tagging)).toBe(false);
  expect(may(copying, deletes, own, made)).toBe(true);
  expect(may(copying, deletes, snapshot('any'), made)).toBe(false);
  for (const tag of Object.keys(made)) {
    const { [tag]: _, ...rest } = made as Context;
    expect(may(copying, deletes, own, rest)).toBe(false);
  }
});

test('keys are granted to RDS alone, for its copies', () => {
  const forRds = {
    'kms:ViaService': 'rds.eu-west-1.amazonaws.com',
    'kms:GrantIsForAWSResource': 'true',
  };

  expect(may(copying, 'kms:CreateGrant', key, forRds)).toBe(true);
  expect(may(copying, 'kms:CreateGrant', key)).toBe(false);
  for (const stacks of [looking, sharing])
    expect(may(stacks, 'kms:CreateGrant', key, forRds)).toBe(false);
  expect(may(copying, 'kms:Decrypt', key, forRds)).toBe(false);
});

test('every region forwards its own snapshots’ events; the role is in the first alone', () => {
  const bus = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/aurora-restore`;

  expect(looking.map((stack) => stack.of('AWS::IAM::Role').length)).toEqual([2, 1]);
  for (const [index, region] of ['eu-west-1', 'us-west-2'].entries()) {
    const rule = looking[index]?.one(
      'AWS::Events::Rule',
      'Name',
      'aurora-restore-snapshot-events',
    ).Properties;
    expect(rule?.EventPattern).toEqual({
      source: ['aws.rds'],
      account: [SOURCE],
      region: [region],
      'detail-type': ['RDS DB Cluster Snapshot Event'],
    });
    expect(rule?.Targets).toEqual([
      expect.objectContaining({
        Arn: bus,
        RoleArn: expect.any(String),
        DeadLetterConfig: { Arn: expect.stringContaining('snapshot-events-undelivered') },
      }),
    ]);
  }
});

test('another region of the pipeline’s own account forwards events, and needs no role for the pipeline', () => {
  const file = join(directory, 'own.json');
  const pipeline = { account_id: ACCOUNT, region: REGION };
  writeFileSync(file, JSON.stringify({ pipeline, source_regions: { [ACCOUNT]: ['us-west-2'] } }));
  const [stack, ...others] = sourceAccountStacks(
    new App({ outdir: join(directory, 'own') }),
    readDeployment(file),
  );
  const template = stack && Template.fromStack(stack);

  expect(others).toEqual([]);
  expect(template?.findResources('AWS::IAM::Role', { Properties: { RoleName: ROLE } })).toEqual({});
  expect(Object.keys(template?.findResources('AWS::Events::Rule') ?? {})).toHaveLength(1);
});

test('every action is one that AWS has', async () => {
  const actions = [looking, sharing, copying]
    .flat()
    .flatMap((stack) => stack.of('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument))
    .flatMap(({ Action }) => Action);

  expect(await unknownActions(actions)).toEqual([]);
});
