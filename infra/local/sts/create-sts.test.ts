import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, onTestFinished, test } from 'vitest';
import { openGateway } from '../gateway/gateway.fixture.ts';
import { createSts } from './create-sts.ts';

async function open() {
  const gateway = await openGateway([createSts()]);
  onTestFinished(() => gateway.close());
  return gateway;
}

test('the operator is told the account of the access key', async () => {
  const { config } = await open();
  const credentials = { accessKeyId: '111122223333', secretAccessKey: 's' };

  const identity = await new STSClient({ ...config, credentials }).send(
    new GetCallerIdentityCommand({}),
  );

  expect(identity).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:iam::111122223333:root',
    UserId: '111122223333',
  });
});

test('a role is told its session, without needing permission', async () => {
  const { config, iam } = await open();
  const roleArn = 'arn:aws:iam::111122223333:role/worker';
  iam.createRole({ name: 'worker', arn: roleArn, trust: { statements: [] } });
  const credentials = iam.issue({ roleArn, sessionName: 'one' });

  const identity = await new STSClient({ ...config, credentials }).send(
    new GetCallerIdentityCommand({}),
  );

  expect(identity).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:sts::111122223333:assumed-role/worker/one',
    UserId: 'worker:one',
  });
});
