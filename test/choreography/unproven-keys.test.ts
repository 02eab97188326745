import { readFileSync } from 'node:fs';
import {
  CreateGrantCommand,
  type GrantOperation,
  KMSClient,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tryGrant } from '../../shared/aurora/grant-trial.ts';
import { lookAtKey } from '../../shared/aurora/keys.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';

const documentation = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');

let environment: RestoreEnvironment;
let role: string;
/** KMS as snapshot-check sees it. */
let kms: KMSClient;

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  const { accountId, endpoint, region } = environment;
  role = `arn:aws:iam::${accountId}:role/aurora-restore-snapshot-check-role-${region}`;
  kms = new KMSClient({ endpoint, region, credentials: environment.credentials(role) });
});

afterAll(() => environment?.close());

const look = (key: string) => lookAtKey(kms, tryGrant(role))(key, 'kms_key_id');

/** Lets the account's root user do everything, and its principals what these statements say. */
const policy = (...statements: readonly object[]) => {
  const root = `arn:aws:iam::${environment.accountId}:root`;
  const common = { Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' };
  const alone = { Condition: { ArnEquals: { 'aws:PrincipalArn': root } } };
  const Statement = [{ ...common, ...alone }, ...statements.map((one) => ({ ...common, ...one }))];
  return JSON.stringify({ Version: '2012-10-17', Statement });
};

const grantsOf = async (KeyId: string) =>
  (await environment.kms.send(new ListGrantsCommand({ KeyId }))).Grants;

test('a key under whose policy IAM decides is proven, and no grant is left', async () => {
  const key = await environment.createKey();

  expect(await look(key)).toEqual({ arn: key, of: 'customer', proven: true });
  expect(await grantsOf(key)).toEqual([]);
});

test('a key whose policy is as the documentation has it is proven', async () => {
  const { accountId, region } = environment;
  const [, example = ''] = /^```json\n(\{\n {2}"Sid"[^`]*)```$/m.exec(documentation) ?? [];
  const here = example.replaceAll('111122223333', accountId).replaceAll('eu-west-1', region);

  const key = await environment.createKey(policy(JSON.parse(here)));

  expect(await look(key)).toMatchObject({ proven: true });
});

test('a key whose policy lets the pipeline only look at it is not proven', async () => {
  const key = await environment.createKey(policy({ Action: 'kms:DescribeKey' }));

  expect(await look(key)).toMatchObject({ proven: false });
});

test.each([
  ['through RDS only', { 'kms:ViaService': 'rds.us-east-1.amazonaws.com' }],
  ['for what AWS itself makes only', { 'kms:GrantIsForAWSResource': 'true' }],
])('a key whose policy allows grants %s is not proven', async (_, wanted) => {
  const key = await environment.createKey(
    policy({ Action: 'kms:DescribeKey' }, { Action: 'kms:*', Condition: { StringEquals: wanted } }),
  );

  expect(await look(key)).toMatchObject({
    arn: key,
    proven: false,
    why: expect.stringContaining('kms:CreateGrant'),
  });
});

test('RDS’s default key is proven without a trial', async () => {
  expect(await look('alias/aws/rds')).toMatchObject({ of: 'aws', proven: true });
});

test('where a key’s policy leaves it to IAM, a grant that gives something is denied', async () => {
  const key = await environment.createKey();
  const { accountId, region } = environment;
  const grant = (to: string, ...Operations: GrantOperation[]) =>
    kms.send(new CreateGrantCommand({ KeyId: key, GranteePrincipal: to, Operations }));
  const other = `arn:aws:iam::${accountId}:role/aurora-restore-delete-rds-role-${region}`;

  for (const attempt of [
    () => grant(role, 'Decrypt'),
    () => grant(role, 'DescribeKey', 'Decrypt'),
    () => grant(role, 'DescribeKey', 'CreateGrant'),
    () => grant(other, 'DescribeKey'),
  ])
    await expect(attempt()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(await grantsOf(key)).toEqual([]);
});
