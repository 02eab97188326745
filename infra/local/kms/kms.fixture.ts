import { CreateKeyCommand, type CreateKeyCommandInput, KMSClient } from '@aws-sdk/client-kms';
import { onTestFinished } from 'vitest';
import { Clock } from '../clock.ts';
import { noFaults } from '../faults.ts';
import { startGateway } from '../gateway/gateway.ts';
import { Iam } from '../iam/iam.ts';
import { parsePolicy } from '../iam/policy.ts';
import type { TemplatePlace } from '../service.ts';
import { createKms } from './create-kms.ts';

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '999988887777';
export const REGION = 'eu-west-1';
export const DAY_MS = 24 * 60 * 60 * 1000;

export const place: TemplatePlace = {
  logicalId: 'Key',
  stackName: 'stack',
  region: REGION,
  accountId: ACCOUNT,
  asset: () => '',
};

/** A local KMS behind a gateway, and SDK clients of it. */
export async function startKms() {
  const clock = new Clock();
  const iam = new Iam({ clock });
  const kms = createKms({ clock, iam });
  const problems: string[] = [];
  const gateway = await startGateway({
    services: [kms.service],
    iam,
    clock,
    faults: noFaults,
    port: 0,
    log: (message) => problems.push(message),
  });
  onTestFinished(async () => {
    clock.stop();
    await gateway.close();
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });
  const client = (
    credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
    region = REGION,
  ) => new KMSClient({ endpoint: gateway.endpoint, region, maxAttempts: 1, credentials });
  const operator = (accountId = ACCOUNT, region = REGION) =>
    client({ accessKeyId: accountId, secretAccessKey: 'secret' }, region);
  const mine = operator();

  return {
    kms,
    clock,
    operator,
    mine,
    /** A client of a role with these statements. */
    role(name: string, statements: readonly object[] = [], accountId = ACCOUNT) {
      const roleArn = `arn:aws:iam::${accountId}:role/${name}`;
      iam.createRole({ name, arn: roleArn, trust: { statements: [] } });
      for (const Statement of statements)
        iam.attach(parsePolicy({ Version: '2012-10-17', Statement }, name), name, accountId);
      const client_ = client(iam.issue({ roleArn, sessionName: 'one' }));
      const arn = `arn:aws:sts::${accountId}:assumed-role/${name}/one`;
      return { arn: roleArn, client: client_, principal: { accountId, arn, roleArn } };
    },
    /** The ARN of a new key. */
    async createKey(input: CreateKeyCommandInput = {}, by = mine): Promise<string> {
      const { KeyMetadata } = await by.send(new CreateKeyCommand(input));
      return KeyMetadata?.Arn ?? '';
    },
  };
}

export const allow = (Action: string | string[], Resource = '*', Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});

/** A key policy whose statements allow everything to the account's root user, and what is given. */
export const keyPolicy = (...statements: readonly object[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'kms:*',
        Resource: '*',
        Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:root` } },
      },
      ...statements.map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement })),
    ],
  });
