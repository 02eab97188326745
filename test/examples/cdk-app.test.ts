import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../docs/examples/cdk-app/app.ts', import.meta.url));
let directory: string;
let restore: Template;
let orders: Template;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'aurora-restore-test-'));
  execFileSync(process.execPath, [program], { env: { ...process.env, CDK_OUTDIR: directory } });
  const read = (stack: string) =>
    Template.fromString(readFileSync(join(directory, `${stack}.template.json`), 'utf8'));
  restore = read('Restore');
  orders = read('Orders');
});
afterAll(() => rmSync(directory, { recursive: true }));

test('the workflow’s role is for one environment of one repository, and has the requester policy alone', () => {
  const [policy] = Object.keys(restore.findResources('AWS::IAM::ManagedPolicy'));
  const roles = restore.findResources('AWS::IAM::Role', {
    Properties: { RoleName: 'refresh-staging' },
  });

  expect(Object.values(roles)).toMatchObject([
    {
      Properties: {
        ManagedPolicyArns: [{ Ref: policy }],
        MaxSessionDuration: 4 * 3600,
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Action: 'sts:AssumeRoleWithWebIdentity',
              Condition: {
                StringEquals: {
                  'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                  'token.actions.githubusercontent.com:sub': 'repo:my-org/shop:environment:staging',
                },
              },
            },
          ],
        },
      },
    },
  ]);
  const [role] = Object.keys(roles);
  const others = Object.values(restore.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
    JSON.stringify(Properties.Roles).includes(`"${role}"`),
  );
  expect(others).toEqual([]);
});

test('a queue is sent documents of what somebody has to act on', () => {
  const [documents] = Object.keys(
    restore.findResources('AWS::SNS::Topic', {
      Properties: { TopicName: 'aurora-restore-staging-notifications-json' },
    }),
  );

  restore.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'sqs',
    TopicArn: { Ref: documents },
    FilterPolicy: { status: ['failed', 'rejected'], target_cluster_id: [{ prefix: 'orders-' }] },
  });
});

test('the other team needs nothing of the pipeline but the name of its bus', () => {
  orders.hasResourceProperties('AWS::Events::Rule', {
    EventBusName: 'aurora-restore-staging',
    EventPattern: { source: ['aurora-restore'], 'detail-type': ['RestoreCompleted'] },
  });
  expect(JSON.stringify(orders.toJSON())).not.toContain('Fn::ImportValue');
  restore.hasResourceProperties('AWS::Events::EventBus', { Name: 'aurora-restore-staging' });
});
