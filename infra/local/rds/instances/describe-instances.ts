import type { DescribeDBInstancesCommandInput } from '@aws-sdk/client-rds';
import { ENGINE } from '../engine-versions/versions.ts';
import { filtered } from '../listing/filters.ts';
import { page } from '../listing/page.ts';
import { arnOf } from '../naming/arn.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import { findInstance } from '../state/find.ts';
import type { Instance } from '../state/instance.ts';
import { instanceAnswer } from './answer.ts';

export const describeDBInstances = (rds: Rds): Operation<DescribeDBInstancesCommandInput> => ({
  permissions: (input, call) => needs(rds, call, [['db', input.DBInstanceIdentifier]]),
  run: (input, call) => {
    const region = rds.regions.at(call);
    const { DBInstanceIdentifier: name } = input;
    const instances = name ? [findInstance(rds.regions, name, call)] : region.instances.values();
    const found = filtered(instances, input.Filters, FILTERS);
    const { items, Marker } = page(found, ({ id }) => id, input);
    return { DBInstances: items.map((instance) => instanceAnswer(region, instance)), Marker };
  },
});

const FILTERS = {
  'db-cluster-id': ({ clusterId, place }: Instance) => [
    clusterId,
    arnOf(place, 'cluster', clusterId),
  ],
  'db-instance-id': ({ id, place }: Instance) => [id, arnOf(place, 'db', id)],
  'dbi-resource-id': ({ resourceId }: Instance) => [resourceId],
  engine: () => [ENGINE],
};
