import { arnOf, locate, type Place, type ResourceKind } from '../naming/arn.ts';
import type { Region, Regions } from '../state/regions.ts';

interface Existing {
  readonly arn: string;
  readonly conditions: Readonly<Record<string, string>>;
}

/** A resource as policies see it: its ARN, and the condition keys that its tags and properties give. */
export const existing = (
  regions: Regions,
  kind: ResourceKind,
  name: string,
  caller: Place,
): Existing => {
  const at = locate(name, kind, caller);
  const arn = arnOf(at.place, kind, at.name);
  const region = regions.at(at.place);
  // Tags of what another account shares cannot be read, so no condition sees them.
  const tags = at.place.accountId === caller.accountId ? tagsOf(region, kind, at.name) : undefined;
  const conditions: Record<string, string> = {};
  for (const [key, value] of tags ?? []) {
    conditions[`aws:ResourceTag/${key}`] = value;
    conditions[`rds:${kind}-tag/${key}`] = value;
  }
  const instance = kind === 'db' ? region.instances.get(at.name) : undefined;
  if (instance) {
    conditions['rds:DatabaseEngine'] = 'aurora-mysql';
    conditions['rds:DatabaseClass'] = instance.settings.DBInstanceClass ?? '';
  }
  return { arn, conditions };
};

/** The tags of a resource, to read and to change; `undefined` where there is no such resource. */
export const tagsOf = (
  region: Region,
  kind: ResourceKind,
  name: string,
): Map<string, string> | undefined => {
  switch (kind) {
    case 'cluster':
      return region.clusters.get(name)?.tags;
    case 'cluster-snapshot':
      return region.snapshots.get(name)?.tags;
    case 'db':
      return region.instances.get(name)?.tags;
    case 'subgrp':
      return region.subnetGroups.get(name)?.tags;
    case 'pg':
      return region.parameterGroups.get(name)?.tags;
    case 'cluster-pg':
      return region.clusterParameterGroups.get(name)?.tags;
    case 'og':
    case 'global-cluster':
      return undefined;
  }
};
