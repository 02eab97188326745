import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { instancePatterns } from '../../shared/aurora/guards.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import {
  ENVIRONMENT_TAG,
  MANAGED_TAG,
  OPERATION_TAG,
  PURPOSE_TAG,
} from '../../shared/configuration/names.ts';
import type { Contract } from '../../shared/step/contract.ts';
import type { GrantedResource } from '../../shared/step/permission.ts';
import type { Names } from '../names.ts';

const onResource = (tag: string) => `aws:ResourceTag/${tag}`;
const inRequest = (tag: string) => `aws:RequestTag/${tag}`;

/** The conditions under which RDS's resources may be touched, told by their tags. */
function conditionsIn(environment: string) {
  /** Another environment's is left alone; what carries no environment's name is as it was before. */
  const here = { StringEqualsIfExists: { [onResource(ENVIRONMENT_TAG)]: environment } };
  const tagged = { ...here, StringEquals: { [onResource(MANAGED_TAG)]: 'true' } };
  return {
    here,
    tagged,
    /** What some operation made, not what people tagged by hand. */
    restored: { ...tagged, Null: { [onResource(OPERATION_TAG)]: 'false' } },
    copies: {
      ...here,
      StringEquals: { [onResource(MANAGED_TAG)]: 'true', [onResource(PURPOSE_TAG)]: 'copy' },
      Null: { [onResource(OPERATION_TAG)]: 'false' },
    },
    /**
     * Whatever is made is tagged as it is made. IAM cannot tell tagging on creation from tagging what
     * stands already, so a role that may delete something must not be one that may tag it.
     */
    tagging: {
      ...here,
      StringEquals: {
        [inRequest(MANAGED_TAG)]: 'true',
        [inRequest(ENVIRONMENT_TAG)]: environment,
      },
      Null: { [inRequest(OPERATION_TAG)]: 'false' },
    },
  };
}

/** What a grant speaks of, as ARNs with the condition that holds on each. */
interface Reach {
  readonly resources: readonly string[];
  readonly conditions?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

interface Deployment {
  readonly configuration: Configuration;
  readonly names: Names;
  readonly notificationTopicArns: readonly string[];
}

/** Turns what a contract may do into statements: the one place that knows the ARNs behind it. */
export function statementsFor(scope: Construct, deployment: Deployment) {
  return ({ name, permissions }: Contract): PolicyStatement[] => {
    const reaches = reachesOf(Stack.of(scope), deployment, name);
    return permissions.flatMap(({ actions, on }) =>
      reaches[on]
        .filter(({ resources }) => resources.length > 0)
        .map(
          ({ resources, conditions }) =>
            new PolicyStatement({
              actions: [...actions],
              resources: [...resources],
              ...(conditions && { conditions }),
            }),
        ),
    );
  };
}

function reachesOf(
  stack: Stack,
  { configuration, names, notificationTopicArns }: Deployment,
  service: string,
): Record<GrantedResource, readonly Reach[]> {
  const { allowed_targets, source_accounts, environment } = configuration;
  const { here, tagged, restored, copies, tagging } = conditionsIn(environment);
  const rds = (kind: string, name: string) =>
    `arn:${stack.partition}:rds:${stack.region}:${stack.account}:${kind}:${name}`;
  const secret = (name: string) =>
    `arn:${stack.partition}:secretsmanager:${stack.region}:${stack.account}:secret:${name}`;
  const clusters = allowed_targets.map(({ cluster_id }) => rds('cluster', cluster_id));
  const instances = allowed_targets.flatMap((target) =>
    instancePatterns(target).map((pattern) => rds('db', pattern)),
  );
  const unprotectable = allowed_targets
    .filter(({ lift_protection }) => lift_protection)
    .map(({ cluster_id }) => rds('cluster', cluster_id));
  const ownSnapshots = [rds('cluster-snapshot', 'aurora-restore-*')];
  const keys = [`arn:${stack.partition}:kms:${stack.region}:*:key/*`];
  const role = `arn:${stack.partition}:iam::${stack.account}:role/${names.role(service, stack.region)}`;
  const keysAnywhere = [`arn:${stack.partition}:kms:*:*:key/*`];
  const viaRds = { 'kms:ViaService': `rds.${stack.region}.${stack.urlSuffix}` };
  const viaAnyRds = { 'kms:ViaService': `rds.*.${stack.urlSuffix}` };
  const madeTagged = { StringEquals: tagging.StringEquals, Null: tagging.Null };
  return {
    everything: [{ resources: ['*'] }],
    /** Also those that other accounts share. */
    snapshots: [
      {
        resources: [`arn:${stack.partition}:rds:${stack.region}:*:cluster-snapshot:*`],
        conditions: madeTagged,
      },
    ],
    'snapshots-anywhere': [
      {
        resources: [`arn:${stack.partition}:rds:*:*:cluster-snapshot:*`],
        conditions: madeTagged,
      },
    ],
    'new-snapshots': [{ resources: ownSnapshots, conditions: tagging }],
    'snapshots-of-deletions': [{ resources: ownSnapshots }],
    copies: [{ resources: ownSnapshots, conditions: copies }],
    'replaceable-clusters': [
      { resources: [rds('cluster', '*')], conditions: tagged },
      { resources: clusters, conditions: here },
    ],
    'replaceable-instances': [
      { resources: [rds('db', '*')], conditions: tagged },
      { resources: instances, conditions: here },
    ],
    'unprotectable-clusters': [
      { resources: [rds('cluster', '*')], conditions: restored },
      { resources: unprotectable, conditions: here },
    ],
    'new-clusters': [{ resources: [rds('cluster', '*')], conditions: tagging }],
    'tags-of-new-instances': [{ resources: [rds('db', '*')], conditions: tagging }],
    'new-instances': [
      {
        resources: [rds('db', '*')],
        conditions: { ...tagging, BoolIfExists: { 'rds:PubliclyAccessible': 'false' } },
      },
    ],
    'tagged-clusters': [{ resources: [rds('cluster', '*')], conditions: restored }],
    groups: [
      {
        resources: ['subgrp', 'cluster-pg', 'pg', 'og'].map((kind) => rds(kind, '*')),
        conditions: madeTagged,
      },
    ],
    'described-keys': [{ resources: keys }],
    'described-keys-anywhere': [{ resources: keysAnywhere }],
    keys: [{ resources: keys, conditions: { StringEquals: viaRds } }],
    'keys-in-use': [
      {
        resources: keys,
        conditions: { StringEquals: viaRds, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ],
    'keys-of-copies': [{ resources: keysAnywhere, conditions: { StringLike: viaAnyRds } }],
    'keys-of-copies-in-use': [
      {
        resources: keysAnywhere,
        conditions: { StringLike: viaAnyRds, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ],
    /** Even if it were made, such a grant would give the service nothing that it does not have. */
    'keys-on-trial': [
      {
        resources: keysAnywhere,
        conditions: {
          StringEquals: { 'kms:GranteePrincipal': role },
          'ForAllValues:StringEquals': { 'kms:GrantOperations': ['DescribeKey'] },
          Null: { 'kms:GrantOperations': 'false' },
        },
      },
    ],
    'monitoring-roles': [
      {
        resources: [`arn:${stack.partition}:iam::${stack.account}:role/*`],
        conditions: {
          StringEquals: { 'iam:PassedToService': `monitoring.rds.${stack.urlSuffix}` },
        },
      },
    ],
    'source-roles': [
      {
        resources: source_accounts.map(
          ({ account_id }) =>
            `arn:${stack.partition}:iam::${account_id}:role/${names.crossAccountRole}`,
        ),
      },
    ],
    /** Secrets Manager ends every ARN in six characters of its own. */
    'master-secret': [{ resources: [secret(`${names.masterSecret}-??????`)] }],
    'user-secrets': [{ resources: [secret(`aurora-restore/${configuration.environment}/*/*`)] }],
    /** Names with `!` are for services of AWS alone, so nobody makes such a secret but by way of RDS. */
    'managed-secrets': [{ resources: [secret('rds!cluster-*')] }],
    'notification-topics': [{ resources: notificationTopicArns }],
  };
}
