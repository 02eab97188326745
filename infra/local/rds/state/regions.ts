import { defaultNetwork } from '../../ec2/default-network.ts';
import type { Place } from '../naming/arn.ts';
import type { Cluster } from './cluster.ts';
import type { ParameterGroup, SubnetGroup } from './group.ts';
import type { Instance } from './instance.ts';
import type { RecordedEvent } from './recorded-event.ts';
import type { Snapshot } from './snapshot.ts';

/** Everything that one account has in one region, by name. */
export interface Region {
  readonly place: Place;
  readonly clusters: Map<string, Cluster>;
  readonly instances: Map<string, Instance>;
  readonly snapshots: Map<string, Snapshot>;
  readonly subnetGroups: Map<string, SubnetGroup>;
  readonly parameterGroups: Map<string, ParameterGroup>;
  readonly clusterParameterGroups: Map<string, ParameterGroup>;
  events: RecordedEvent[];
}

/** All accounts and regions. One that is asked for the first time has what AWS puts there itself. */
export class Regions {
  readonly #regions = new Map<string, Region>();

  at(place: Place): Region {
    const key = `${place.accountId}/${place.region}`;
    let region = this.#regions.get(key);
    if (!region) {
      region = freshRegion({ accountId: place.accountId, region: place.region });
      this.#regions.set(key, region);
    }
    return region;
  }

  all(): Iterable<Region> {
    return this.#regions.values();
  }
}

export const DEFAULT_SUBNET_GROUP = 'default';
export const defaultParameterGroup = (family: string): string => `default.${family}`;

const freshRegion = (place: Place): Region => {
  const groups = () =>
    new Map(
      ['aurora-mysql5.7', 'aurora-mysql8.0'].map((family): [string, ParameterGroup] => {
        const name = defaultParameterGroup(family);
        const description = `Default parameter group for ${family}`;
        return [name, { place, name, description, family, tags: new Map() }];
      }),
    );
  const { vpc, subnets } = defaultNetwork(place);
  const subnetGroup: SubnetGroup = {
    place,
    name: DEFAULT_SUBNET_GROUP,
    description: 'default',
    vpcId: vpc.id,
    subnets,
    tags: new Map(),
  };
  return {
    place,
    clusters: new Map(),
    instances: new Map(),
    snapshots: new Map(),
    subnetGroups: new Map([[subnetGroup.name, subnetGroup]]),
    parameterGroups: groups(),
    clusterParameterGroups: groups(),
    events: [],
  };
};
