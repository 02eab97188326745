import type {
  AddRoleToDBClusterCommandInput,
  DBClusterAssociatedRole,
  DBClusterRole,
  RemoveRoleFromDBClusterCommandInput,
} from '@aws-sdk/client-rds';
import { ServiceError } from '../../service.ts';
import { required } from '../input.ts';
import { passing } from '../monitoring.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import { findCluster } from '../state/find.ts';
import { checkStatus } from './check-status.ts';

export const addRoleToDBCluster = (rds: Rds): Operation<AddRoleToDBClusterCommandInput> => ({
  permissions: (input, call) => [
    ...needs(rds, call, [['cluster', input.DBClusterIdentifier]]),
    passing(input.RoleArn ?? '', 'rds.amazonaws.com'),
  ],
  run: (input, call) => {
    const cluster = findCluster(rds.regions, required(input, 'DBClusterIdentifier'), call);
    const role = associated({ ...input, RoleArn: required(input, 'RoleArn') });
    checkStatus(cluster, 'available');
    const { AssociatedRoles: roles = [] } = cluster.settings;
    if (roles.some((one) => isSame(one, role)))
      throw new ServiceError(
        'DBClusterRoleAlreadyExistsFault',
        `The role ${role.RoleArn} is already associated with the DB cluster ${cluster.id}.`,
      );
    cluster.settings = { ...cluster.settings, AssociatedRoles: [...roles, role] };
    return undefined;
  },
});

export const removeRoleFromDBCluster = (
  rds: Rds,
): Operation<RemoveRoleFromDBClusterCommandInput> => ({
  permissions: (input, call) => needs(rds, call, [['cluster', input.DBClusterIdentifier]]),
  run: (input, call) => {
    const cluster = findCluster(rds.regions, required(input, 'DBClusterIdentifier'), call);
    const role = associated({ ...input, RoleArn: required(input, 'RoleArn') });
    checkStatus(cluster, 'available');
    const { AssociatedRoles: roles = [] } = cluster.settings;
    const left = roles.filter((one) => !isSame(one, role));
    if (left.length === roles.length)
      throw new ServiceError(
        'DBClusterRoleNotFoundFault',
        `The role ${role.RoleArn} is not associated with the DB cluster ${cluster.id}.`,
        404,
      );
    cluster.settings = { ...cluster.settings, AssociatedRoles: left };
    return undefined;
  },
});

/** Aurora MySQL knows no features by name: a role is for whatever the parameter groups say. */
export const associated = ({ RoleArn, FeatureName }: DBClusterAssociatedRole): DBClusterRole => ({
  RoleArn,
  Status: 'ACTIVE',
  ...(FeatureName && { FeatureName }),
});

const isSame = (a: DBClusterRole, b: DBClusterRole): boolean =>
  a.RoleArn === b.RoleArn && a.FeatureName === b.FeatureName;
