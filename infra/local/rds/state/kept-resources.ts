import { z } from 'zod';
import { keptPlace } from '../../kept.ts';
import type { ClusterSettings, ClusterStatus, MasterSecret } from './cluster.ts';
import type { InstanceSettings, InstanceStatus } from './instance.ts';

/** The resources of RDS as they are kept: what the API checked when they were made is not checked again. */
const place = z.object(keptPlace);
const tags = z.map(z.string(), z.string());
const isText = (value: unknown) => typeof value === 'string';
const isObject = (value: unknown) => typeof value === 'object' && value !== null;

export const keptCluster = z
  .strictObject({
    place,
    id: z.string(),
    resourceId: z.string(),
    createdAt: z.date(),
    masterUsername: z.string(),
    kmsKeyId: z.string().optional(),
    tags,
    status: z.custom<ClusterStatus>(isText),
    engineVersion: z.string(),
    deletionProtection: z.boolean(),
    port: z.number(),
    server: z.strictObject({ address: z.string(), port: z.number() }).optional(),
    settings: z.custom<ClusterSettings>(isObject),
    pending: z.strictObject({
      password: z.strictObject({ text: z.string(), immediately: z.boolean() }).optional(),
      engineVersion: z.string().optional(),
    }),
    secret: z
      .strictObject({
        arn: z.string(),
        kmsKeyId: z.string(),
        status: z.custom<MasterSecret['status']>(isText),
      })
      .optional(),
    deletion: z.strictObject({ snapshotTaken: z.boolean(), timePassed: z.boolean() }).optional(),
    globalClusterId: z.string().optional(),
  })
  .transform((one) => ({ kmsKeyId: undefined, ...one }));

export const keptInstance = z.strictObject({
  place,
  id: z.string(),
  resourceId: z.string(),
  createdAt: z.date(),
  clusterId: z.string(),
  tags,
  status: z.custom<InstanceStatus>(isText),
  isWriter: z.boolean(),
  settings: z.custom<InstanceSettings>(isObject),
});

export const keptSnapshot = z
  .strictObject({
    place,
    id: z.string(),
    dataKey: z.string(),
    type: z.enum(['manual', 'automated']),
    createdAt: z.date(),
    duration: z.number(),
    cluster: z
      .strictObject({
        id: z.string(),
        resourceId: z.string(),
        createdAt: z.date(),
        masterUsername: z.string(),
        engineVersion: z.string(),
        port: z.number(),
        vpcId: z.string().optional(),
        availabilityZones: z.array(z.string()).optional(),
        iamAuthentication: z.boolean(),
        backupRetentionPeriod: z.number().optional(),
        preferredBackupWindow: z.string().optional(),
      })
      .transform((one) => ({
        vpcId: undefined,
        availabilityZones: undefined,
        backupRetentionPeriod: undefined,
        preferredBackupWindow: undefined,
        ...one,
      })),
    kmsKeyId: z.string().optional(),
    tags,
    sharedWith: z.set(z.string()),
    sourceArn: z.string().optional(),
    status: z.enum(['creating', 'copying', 'available', 'failed']),
    bytes: z.number(),
  })
  .transform((one) => ({ kmsKeyId: undefined, ...one }));

const group = { place, name: z.string(), description: z.string(), tags };

export const keptSubnetGroup = z.strictObject({
  ...group,
  vpcId: z.string(),
  subnets: z.array(z.object({ id: z.string(), zone: z.string() })),
});

export const keptParameterGroup = z.strictObject({ ...group, family: z.string() });

export const keptEvent = z.strictObject({
  sourceType: z.enum(['db-cluster', 'db-cluster-snapshot', 'db-instance']),
  sourceIdentifier: z.string(),
  sourceArn: z.string(),
  message: z.string(),
  categories: z.array(z.string()),
  date: z.date(),
});
