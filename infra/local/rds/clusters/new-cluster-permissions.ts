import type { DBClusterAssociatedRole, Tag } from '@aws-sdk/client-rds';
import type { Call, Permission } from '../../service.ts';
import { DEFAULT_VERSION } from '../engine-versions/versions.ts';
import { passing, passingMonitoringRole } from '../monitoring.ts';
import { needs, type Touched, tagging } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import { DEFAULT_SUBNET_GROUP, defaultParameterGroup } from '../state/regions.ts';

interface Asked {
  readonly DBClusterIdentifier?: string | undefined;
  readonly DBClusterParameterGroupName?: string | undefined;
  readonly DBSubnetGroupName?: string | undefined;
  readonly AssociatedRoles?: DBClusterAssociatedRole[] | undefined;
  readonly EngineVersion?: string | undefined;
  readonly MonitoringRoleArn?: string | undefined;
  readonly Tags?: Tag[] | undefined;
}

/**
 * Creating and restoring touch the groups that the cluster will have too, the default ones where the
 * request names none. Every cluster has an option group; Aurora MySQL has no other than the default.
 */
export const newClusterPermissions = (
  rds: Rds,
  call: Call,
  asked: Asked,
  alsoTouched: readonly Touched[],
  context: Readonly<Record<string, string>>,
): Permission[] => {
  const major = (asked.EngineVersion ?? DEFAULT_VERSION).slice(0, 3);
  const touched: Touched[] = [
    ['cluster', asked.DBClusterIdentifier],
    ...alsoTouched,
    [
      'cluster-pg',
      asked.DBClusterParameterGroupName ?? defaultParameterGroup(`aurora-mysql${major}`),
    ],
    ['og', `default:aurora-mysql-${major.replace('.', '-')}`],
    ['subgrp', asked.DBSubnetGroupName ?? DEFAULT_SUBNET_GROUP],
  ];
  return [
    ...needs(rds, call, touched, { tags: asked.Tags, context }),
    ...tagging(rds, call, 'cluster', asked.DBClusterIdentifier, asked.Tags),
    ...passingMonitoringRole(asked),
    ...(asked.AssociatedRoles ?? []).map(({ RoleArn = '' }) =>
      passing(RoleArn, 'rds.amazonaws.com'),
    ),
  ];
};
