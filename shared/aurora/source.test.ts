import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { NotYet } from '../errors.ts';
import { Permit } from '../step/permit.ts';
import { type Answered, rdsEndpoint } from './rds-endpoint.fixture.ts';
import { sourceSide } from './source.ts';

function open(...answers: (Answered | 'never')[]) {
  const { config, asked } = rdsEndpoint(...answers);
  const clients = {
    rds: new RDSClient(config),
    oneAttempt: new RDSClient({ ...config, maxAttempts: 1 }),
    kms: new KMSClient({ region: 'eu-west-1' }),
  };
  return { side: sourceSide(clients, 'dev'), asked };
}

const attributes = (values: string) =>
  `<DBClusterSnapshotAttributesResult><DBClusterSnapshotAttributes>
    <DBClusterSnapshotAttribute><AttributeName>other</AttributeName><AttributeValues><AttributeValue>1</AttributeValue></AttributeValues></DBClusterSnapshotAttribute>
    <DBClusterSnapshotAttribute><AttributeName>restore</AttributeName><AttributeValues>${values}</AttributeValues></DBClusterSnapshotAttribute>
  </DBClusterSnapshotAttributes></DBClusterSnapshotAttributesResult>`;

test('it is told with whom a snapshot is shared', async () => {
  const shared = open(attributes('<AttributeValue>111122223333</AttributeValue>'));
  const own = open(attributes(''));

  expect(await shared.side.sharedWith('shop-1')).toEqual(['111122223333']);
  expect(await own.side.sharedWith('shop-1')).toEqual([]);
});

test.each([
  ['share', 'ValuesToAdd'],
  ['unshare', 'ValuesToRemove'],
] as const)('to %s a snapshot changes who may restore it, by one account', async (name, member) => {
  const { side, asked } = open('');

  await side[name](
    new Permit(5_000),
    'arn:aws:rds:eu-west-1:444455556666:cluster-snapshot:shop-1',
    '111122223333',
  );

  expect(asked).toEqual([
    {
      action: 'ModifyDBClusterSnapshotAttribute',
      parameters: {
        DBClusterSnapshotIdentifier: 'shop-1',
        AttributeName: 'restore',
        [`${member}.AttributeValue.1`]: '111122223333',
      },
    },
  ]);
});

test.each(['share', 'unshare'] as const)('%s is one attempt under its permit', async (name) => {
  const throttled = open({ error: 'Throttling' });
  const used = new Permit(5_000);
  used.use();

  await expect(throttled.side[name](new Permit(5_000), 'shop-1', '111122223333')).rejects.toThrow(
    NotYet,
  );
  await expect(throttled.side[name](used, 'shop-1', '111122223333')).rejects.toThrow('one call');
  await expect(open('never').side[name](new Permit(5), 'shop-1', '111122223333')).rejects.toThrow(
    'aborted',
  );
  expect(throttled.asked).toHaveLength(1);
});
