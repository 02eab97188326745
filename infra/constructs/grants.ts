import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { instancePatterns } from '../../shared/aurora/guards.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import { MANAGED_TAG, OPERATION_TAG } from '../../shared/configuration/names.ts';
import type { Grant, GrantedResource } from '../../shared/step/permission.ts';
import type { Names } from '../names.ts';

const tagged = { StringEquals: { [`aws:ResourceTag/${MANAGED_TAG}`]: 'true' } };
/** What some operation made, not what people tagged by hand. */
const restored = {
  ...tagged,
  Null: { [`aws:ResourceTag/${OPERATION_TAG}`]: 'false' },
};
const tagging = { StringEquals: { [`aws:RequestTag/${MANAGED_TAG}`]: 'true' } };

/** What a grant speaks of, as ARNs with the condition that holds on each. */
interface Reach {
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Deployment {
  readonly configuration: Configuration;
  readonly names: Names;
  readonly notificationTopicArn: string;
}

/** Turns the grants of a contract into statements: the one place that knows the ARNs behind them. */
export function statementsFor(scope: Construct, deployment: Deployment) {
  const reaches = reachesOf(Stack.of(scope), deployment);
  return (grants: readonly Grant[]): PolicyStatement[] =>
    grants.flatMap(({ actions, on }) =>
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
}

function reachesOf(
  stack: Stack,
  { configuration, names, notificationTopicArn }: Deployment,
): Record<GrantedResource, readonly Reach[]> {
  const { allowed_targets } = configuration;
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
  return {
    everything: [{ resources: ['*'] }],
    /** Also those that other accounts share. */
    snapshots: [{ resources: [`arn:${stack.partition}:rds:${stack.region}:*:cluster-snapshot:*`] }],
    'own-snapshots': [{ resources: ownSnapshots }],
    'tagged-snapshots': [{ resources: ownSnapshots, conditions: tagged }],
    'replaceable-clusters': [
      { resources: [rds('cluster', '*')], conditions: tagged },
      { resources: clusters },
    ],
    'replaceable-instances': [
      { resources: [rds('db', '*')], conditions: tagged },
      { resources: instances },
    ],
    'unprotectable-clusters': [
      { resources: [rds('cluster', '*')], conditions: restored },
      { resources: unprotectable },
    ],
    'new-clusters': [{ resources: [rds('cluster', '*')], conditions: tagging }],
    'new-instances': [{ resources: [rds('db', '*')], conditions: tagging }],
    'tagged-clusters': [{ resources: [rds('cluster', '*')], conditions: restored }],
    groups: [{ resources: ['subgrp', 'cluster-pg', 'pg', 'og'].map((kind) => rds(kind, '*')) }],
    keys: [
      {
        resources: [`arn:${stack.partition}:kms:${stack.region}:*:key/*`],
        conditions: {
          StringEquals: { 'kms:ViaService': `rds.${stack.region}.${stack.urlSuffix}` },
        },
      },
    ],
    /** Secrets Manager ends every ARN in six characters of its own. */
    'master-secret': [{ resources: [secret(`${names.masterSecret}-??????`)] }],
    'user-secrets': [{ resources: [secret(`aurora-restore/${configuration.environment}/*/*`)] }],
    'notification-topic': [{ resources: [notificationTopicArn] }],
  };
}
