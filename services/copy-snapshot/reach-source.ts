import { partitionOf } from '../../shared/aurora/arn.ts';
import { nameOf } from '../../shared/aurora/names.ts';
import type { SourceAt, SourceSide } from '../../shared/aurora/source.ts';
import { isInTheMaking } from '../../shared/aurora/status.ts';
import { StepFailure } from '../../shared/errors.ts';
import type { Operation, Source } from '../../shared/operation/operation.ts';
import { type CheckAgain, checkAgain } from '../../shared/step/answer.ts';
import { learnt } from '../../shared/step/learnt.ts';
import type { StepInput } from '../../shared/step/work.ts';

type Input = Pick<StepInput<unknown>, 'operation' | 'permit' | 'record'>;

/** A snapshot that can be copied from here. */
interface Reachable {
  readonly kind: 'reachable';
  readonly arn: string;
}

/** The pipeline that reaches out. */
interface Here {
  readonly accountId: string;
  readonly environment: string;
}

interface Extra extends Pick<Here, 'environment'> {
  readonly source: Source;
  readonly arn: string;
  readonly key: string;
}

/**
 * Makes a snapshot of another account one that this account may copy: where it cannot be shared as it
 * is, a copy of it is made there first; where the pipeline may, it is shared. In the own account there
 * is nothing to do.
 */
export const reachSource =
  (sourceAt: SourceAt, here: Here) =>
  async (input: Input, arn: string): Promise<Reachable | CheckAgain> => {
    const { source } = input.operation;
    if (!source?.foreign) return { kind: 'reachable', arn };
    const side = sourceAt(source);
    const extra = source.extra_copy_kms_key_id;
    const shareable: Reachable | CheckAgain =
      extra === undefined
        ? { kind: 'reachable', arn }
        : await copyThere(input, side, { source, arn, key: extra, environment: here.environment });
    if (shareable.kind === 'reachable' && source.share)
      await share(input, side, shareable.arn, here.accountId);
    return shareable;
  };

/** Begins the copy, or waits for the one that it began. Its name derives from the operation. */
async function copyThere(
  { operation, permit, record }: Input,
  side: SourceSide,
  { source, arn, key, environment }: Extra,
): Promise<Reachable | CheckAgain> {
  const { operation_id, attempt } = operation;
  const id = nameOf(operation, 'source-copy', environment);
  let copy = await side.snapshot(id);
  if (!copy) {
    const resource = {
      kind: 'cluster-snapshot',
      id,
      arn: snapshotArn(source, id),
      role: 'source_copy',
      attempt,
    } as const;
    await record({ resources: { [`source-copy-${attempt}`]: resource } });
    await side.copySnapshot(await permit(), {
      sourceArn: arn,
      id,
      kms_key_id: isEncrypted(operation) ? key : undefined,
      operation_id,
    });
    copy = await side.snapshot(id);
  }
  const where = `copy ${id} in account ${source.account_id}`;
  if (!copy) return checkAgain(`${where} is not to be seen yet`);
  if (copy.made_by !== operation_id || copy.copy_of !== arn)
    throw new StepFailure('TARGET_NAME_TAKEN', `${where} is not this operation’s copy of ${arn}`);
  if (copy.status === 'available') return { kind: 'reachable', arn: copy.arn };
  if (isInTheMaking(copy))
    return checkAgain(`${where} is ${copy.status}`, { progress: copy.progress });
  throw new StepFailure('SNAPSHOT_COPY_FAILED', `${where} is ${copy.status}`);
}

/** What somebody shared before stays shared in the end: only what is added here is written down. */
async function share(
  { operation: { attempt }, permit, record }: Input,
  side: SourceSide,
  arn: string,
  accountId: string,
): Promise<void> {
  if ((await side.sharedWith(arn)).includes(accountId)) return;
  const resource = {
    kind: 'cluster-snapshot',
    id: arn,
    arn,
    role: 'share',
    attempt,
    shared_with: accountId,
  } as const;
  await record({ resources: { [`share-${attempt}`]: resource } });
  await side.share(await permit(), arn, accountId);
}

/** RDS takes a key only for what is encrypted, and encrypts anything else no sooner than it restores it. */
export const isEncrypted = (operation: Operation): boolean =>
  learnt(operation, 'snapshot').kms_key_id !== undefined;

const snapshotArn = ({ account_id, region }: Source, id: string): string =>
  `arn:${partitionOf(region)}:rds:${region}:${account_id}:cluster-snapshot:${id}`;
