import * as secrets from '@aws-sdk/client-secrets-manager';
import { contractsOf } from './contract.fixture.ts';

const contract = contractsOf<
  secrets.ServiceInputTypes,
  secrets.ServiceOutputTypes,
  secrets.SecretsManagerClientResolvedConfig
>('secretsmanager', (config) => new secrets.SecretsManagerClient(config));

const time = new Date('2026-03-01T10:20:30.456Z');
const named = { ARN: 'arn:secret', Name: 'aurora/master', VersionId: 'v' };
const SecretBinary = Uint8Array.of(0, 1, 254, 255);
const Tags = [{ Key: 'k', Value: 'v' }];

contract(
  secrets.CreateSecretCommand,
  { Name: 'aurora/master', SecretString: '{"password":"a<&>\\"ü"}', Tags },
  named,
);
contract(
  secrets.GetSecretValueCommand,
  { SecretId: 'aurora/master', VersionStage: 'AWSCURRENT' },
  { ...named, SecretBinary, VersionStages: ['AWSCURRENT'], CreatedDate: time },
);
contract(
  secrets.PutSecretValueCommand,
  { SecretId: 's', SecretBinary, VersionStages: ['AWSPENDING'] },
  named,
);
contract(
  secrets.DescribeSecretCommand,
  { SecretId: 's' },
  {
    ...{ ARN: 'arn:secret', Name: 'aurora/master' },
    VersionIdsToStages: { v: ['AWSCURRENT'], u: ['AWSPREVIOUS', 'x'] },
    LastChangedDate: time,
    Tags,
  },
);
contract(
  secrets.DeleteSecretCommand,
  { SecretId: 's', ForceDeleteWithoutRecovery: true },
  { ARN: 'arn:secret', Name: 'aurora/master', DeletionDate: time },
);
contract(
  secrets.ListSecretsCommand,
  { Filters: [{ Key: 'name', Values: ['aurora/'] }], MaxResults: 10 },
  { SecretList: [{ Name: 'aurora/master', Tags: [] }], NextToken: 'n' },
);
