import { rdsArn } from '../../shared/aurora/arn.ts';
import { finalSnapshotNameOf, nameOf } from '../../shared/aurora/names.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import { withRemedy } from '../../shared/errors.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import type { Plan } from '../../shared/operation/plan.ts';
import type { Inquiry } from './investigate.ts';

/** What an inquiry comes to, for people. */
export function planOf(
  inquiry: Inquiry,
  operation: Operation,
  { allow_unproven_keys, environment }: Pick<Configuration, 'allow_unproven_keys' | 'environment'>,
  waits: readonly string[],
): Plan {
  const { impossible } = inquiry;
  const isSource = impossible.some(({ code }) => code === 'TARGET_IS_SOURCE');
  const findings = [
    ...impossible,
    ...inquiry.findings.filter(({ code }) => !(isSource && code === 'TARGET_IS_SOURCE')),
  ];
  return {
    can_finish: findings.length === 0 && (inquiry.unproven.length === 0 || allow_unproven_keys),
    findings: findings.map(withRemedy),
    unproven: inquiry.unproven.map((one) => ({ ...withRemedy(one), allowed: allow_unproven_keys })),
    waits: [...waits],
    notes: [...inquiry.notes],
    ...effects(inquiry, operation, environment),
  };
}

/** What a restore would make, delete and leave, in its order. */
function effects(
  { snapshot, source, target, copy_required }: Inquiry,
  operation: Operation,
  environment: string,
): Pick<Plan, 'creates' | 'deletes' | 'keeps'> {
  const { cluster_id, settings, old, instances = [] } = target;
  const copies = [
    ...(source?.extra_copy_kms_key_id
      ? [
          `snapshot ${nameOf(operation, 'source-copy', environment)} in account ${source.account_id}`,
        ]
      : []),
    ...(copy_required ? [`snapshot ${nameOf(operation, 'copy', environment)}`] : []),
  ];
  const share = source?.share
    ? [`the sharing of the snapshot by account ${source.account_id}`]
    : [];
  const final =
    old && settings.final_snapshot
      ? [`snapshot ${finalSnapshotNameOf(operation, environment)}`]
      : [];
  const [here] = copies.slice(-1);
  const keptCopy = copy_required && settings.archive === 'keep' && here ? [here] : [];
  return {
    creates: [
      ...copies,
      ...share,
      ...final,
      `cluster ${cluster_id}`,
      ...instances.map(({ id }) => `instance ${id}`),
    ],
    deletes: [
      ...(old?.instances.map(({ id }) => `instance ${id}`) ?? []),
      ...(old ? [`cluster ${cluster_id} (${old.resource_id})`] : []),
      ...[...copies, ...share].filter((made) => !keptCopy.includes(made)).map(inTheEnd),
    ],
    keeps: [
      ...(snapshot ? [`snapshot ${rdsArn(snapshot.arn)?.name ?? snapshot.id}, the source`] : []),
      ...final,
      ...keptCopy,
    ],
  };
}

const inTheEnd = (made: string) => `${made}, in the end`;
