import { RDSClient } from '@aws-sdk/client-rds';
import { STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { NotYet } from '../errors.ts';
import { assumedRole } from './assumed-role.ts';
import { aurora } from './aurora.ts';
import { type Answered, rdsEndpoint } from './rds-endpoint.fixture.ts';

const role = {
  arn: 'arn:aws:iam::111122223333:role/aurora-restore-cross-account-role',
  externalId: 'told-only-to-us',
  sessionName: 'snapshot-check',
};

const answered = `<Credentials><AccessKeyId>theirs</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
  <SessionToken>session</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>`;

function open(...answers: Answered[]) {
  const sts = rdsEndpoint(...answers);
  const rds = rdsEndpoint('<DBClusters></DBClusters>');
  const { region, credentials: ours, requestHandler } = sts.config;
  const client = new RDSClient({
    ...rds.config,
    credentials: assumedRole(
      new STSClient({ region, credentials: ours, requestHandler, maxAttempts: 1 }),
      role,
    ),
  });
  return { there: aurora(client, client, 'dev'), sts, rds };
}

test('a role is assumed by the first call, with the external id, and once for many', async () => {
  const { there, sts, rds } = open(answered);

  await there.cluster('shop');
  await there.cluster('shop');

  expect(rds.asked).toHaveLength(2);
  expect(sts.asked).toEqual([
    {
      action: 'AssumeRole',
      parameters: {
        RoleArn: role.arn,
        ExternalId: role.externalId,
        RoleSessionName: 'snapshot-check',
      },
    },
  ]);
});

test('a role that may not be assumed fails the call that needs it, by a code of its own', async () => {
  const { there, rds } = open({ error: 'AccessDenied', message: 'not you' });

  await expect(there.cluster('shop')).rejects.toMatchObject({
    name: 'StepFailure',
    code: 'SOURCE_ACCOUNT_DENIED',
    message: `AssumeRole ${role.arn}: not you`,
  });
  expect(rds.asked).toEqual([]);
});

test('STS that wants fewer calls is waited for', async () => {
  const { there } = open({ error: 'Throttling' });

  await expect(there.cluster('shop')).rejects.toThrow(NotYet);
});
