import { Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { requesters, steps } from '../../services/index.ts';
import {
  ENVIRONMENT_TAG,
  MANAGED_TAG,
  OPERATION_TAG,
  PURPOSE_TAG,
} from '../../shared/configuration/names.ts';
import type { Names } from '../names.ts';

interface CrossAccountRoleProps {
  readonly names: Names;
  readonly environment: string;
  readonly pipeline: { readonly accountId: string; readonly region: string };
  readonly externalId: string;
  readonly share?: boolean;
  readonly extraCopies?: boolean;
}

/** Those that may assume such roles. */
const trusted = [...steps, ...requesters].filter(({ permissions }) =>
  permissions.some(({ on }) => on === 'source-roles'),
);

/** The role of an account that snapshots come from, for those of the pipeline's roles that need it. */
export class CrossAccountRole extends Construct {
  constructor(scope: Construct, id: string, props: CrossAccountRoleProps) {
    super(scope, id);
    const { names, pipeline, externalId } = props;
    const { partition } = Stack.of(this);
    const role = new Role(this, 'Role', {
      roleName: names.crossAccountRole,
      description: 'Lets the Aurora restore pipeline look at snapshots of this account',
      /** By condition: a role as a principal must exist, and is another one once it was made anew. */
      assumedBy: new AccountPrincipal(pipeline.accountId).withConditions({
        ArnLike: {
          'aws:PrincipalArn': trusted.map(
            ({ name }) =>
              `arn:${partition}:iam::${pipeline.accountId}:role/${names.role(name, pipeline.region)}`,
          ),
        },
        StringEquals: { 'sts:ExternalId': externalId },
      }),
    });
    for (const statement of [
      ...this.#looking(),
      ...(props.share ? this.#sharing() : []),
      ...(props.extraCopies ? this.#copying(props.environment) : []),
    ])
      role.addToPolicy(statement);
  }

  #looking(): PolicyStatement[] {
    return [
      new PolicyStatement({
        actions: ['rds:DescribeDBClusterSnapshots', 'rds:DescribeDBClusterSnapshotAttributes'],
        resources: ['*'],
      }),
      new PolicyStatement({ actions: ['kms:DescribeKey'], resources: [this.#keys] }),
    ];
  }

  /** IAM cannot say with whom: what may be shared is for the keys' policies to bound. */
  #sharing(): PolicyStatement[] {
    return [
      new PolicyStatement({
        actions: ['rds:ModifyDBClusterSnapshotAttribute'],
        resources: [this.#snapshots('*')],
      }),
    ];
  }

  #copying(environment: string): PolicyStatement[] {
    const own = this.#snapshots('aurora-restore-*');
    const inRequest = (tag: string) => `aws:RequestTag/${tag}`;
    const onResource = (tag: string) => `aws:ResourceTag/${tag}`;
    const tagged = {
      StringEquals: {
        [inRequest(MANAGED_TAG)]: 'true',
        [inRequest(ENVIRONMENT_TAG)]: environment,
      },
      Null: { [inRequest(OPERATION_TAG)]: 'false' },
    };
    /** What a copy is made of may lie under any key of the account. */
    const viaRds = { 'kms:ViaService': `rds.*.${Stack.of(this).urlSuffix}` };
    return [
      new PolicyStatement({
        actions: ['rds:CopyDBClusterSnapshot'],
        resources: [this.#snapshots('*')],
        conditions: tagged,
      }),
      new PolicyStatement({
        actions: ['rds:AddTagsToResource'],
        resources: [own],
        conditions: {
          ...tagged,
          StringEqualsIfExists: { [onResource(ENVIRONMENT_TAG)]: environment },
        },
      }),
      new PolicyStatement({
        actions: ['rds:DeleteDBClusterSnapshot'],
        resources: [own],
        conditions: {
          StringEquals: {
            [onResource(MANAGED_TAG)]: 'true',
            [onResource(ENVIRONMENT_TAG)]: environment,
            [onResource(PURPOSE_TAG)]: 'copy',
          },
          Null: { [onResource(OPERATION_TAG)]: 'false' },
        },
      }),
      new PolicyStatement({
        actions: ['kms:CreateGrant'],
        resources: [this.#keys],
        conditions: { StringLike: viaRds, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      }),
    ];
  }

  get #keys(): string {
    const { partition, account } = Stack.of(this);
    return `arn:${partition}:kms:*:${account}:key/*`;
  }

  #snapshots(name: string): string {
    const { partition, account } = Stack.of(this);
    return `arn:${partition}:rds:*:${account}:cluster-snapshot:${name}`;
  }
}
