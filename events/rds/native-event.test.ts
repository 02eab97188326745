import { expect, test } from 'vitest';
import { rdsEvent, resourceOf } from './index.ts';

/** As the Aurora User Guide shows it. */
const example = (detailType: string, identifier: string) => ({
  version: '0',
  id: '844e2571-85d4-695f-b930-0153b71dcb42',
  'detail-type': detailType,
  source: 'aws.rds',
  account: '123456789012',
  time: '2018-10-06T12:26:13Z',
  region: 'us-east-1',
  resources: [`arn:aws:rds:us-east-1:123456789012:cluster:${identifier}`],
  detail: {
    EventCategories: ['notification'],
    SourceType: 'CLUSTER',
    SourceArn: `arn:aws:rds:us-east-1:123456789012:cluster:${identifier}`,
    Date: '2018-10-06T12:26:13.882Z',
    SourceIdentifier: identifier,
    Message: 'DB cluster created',
    EventID: 'RDS-EVENT-0170',
  },
});

test.each([
  ['RDS DB Cluster Event', 'cluster'],
  ['RDS DB Cluster Snapshot Event', 'cluster-snapshot'],
  ['RDS DB Instance Event', 'db'],
] as const)('a %s speaks of a %s', (detailType, kind) => {
  const event = rdsEvent.parse(example(detailType, 'My-Thing'));

  expect(resourceOf(event)).toEqual({ kind, region: 'us-east-1', id: 'my-thing' });
});

test('an event without its id is still one', () => {
  const event = example('RDS DB Cluster Event', 'shop');

  const { success } = rdsEvent.safeParse({
    ...event,
    detail: { ...event.detail, EventID: undefined },
  });

  expect(success).toBe(true);
});

test('what others send in the name of RDS is not one', () => {
  const event = { ...example('RDS DB Cluster Event', 'shop'), source: 'custom.rds' };

  expect(rdsEvent.safeParse(event).success).toBe(false);
});
