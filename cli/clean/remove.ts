import { randomUUID } from 'node:crypto';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import { claimForCleaning, cleaned, releaseFromCleaning } from '../../shared/operation/cleaning.ts';
import { LostCondition, type Operations } from '../../shared/operation/operations.ts';
import { Permit } from '../../shared/step/permit.ts';
import type { Finding } from './finding.ts';
import { type Asked, judge } from './knowledge.ts';
import type { Thing } from './tagged.ts';

export type Leftover = Extract<Finding, { is: 'leftover' }>;

/** What is needed to remove something, and to tell of it. */
export interface Removing extends Asked {
  readonly operations: Asked['operations'] & Pick<Operations, 'write'>;
  readonly aurora: Pick<
    Aurora,
    | 'cluster'
    | 'instances'
    | 'snapshot'
    | 'protect'
    | 'deleteInstance'
    | 'deleteCluster'
    | 'deleteSnapshot'
  >;
  readonly say: (text: string) => void;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** It is no longer what it was when it was decided that it may go. */
export class Kept extends Error {}

/** A claim is for one leftover; one call is given up long before it ends. */
const CLAIM_MS = 10 * 60_000;
const SPARE_MS = 60_000;
const CALL_MS = 15_000;

/** Removes one leftover, with its operation claimed meanwhile. Rejects with `Kept` if it may not go. */
export async function remove(world: Removing, leftover: Leftover): Promise<void> {
  const { operations, now } = world;
  const { operation_id } = leftover.operation;
  const by = `clean-${randomUUID()}`;
  const until = new Date(now().getTime() + CLAIM_MS);
  const read = await operations.read(operation_id);
  if (!read) throw new Kept(`operation ${operation_id} is gone`);
  await unlessLost(() =>
    operations.write(operation_id, 'clean', claimForCleaning(read, { by, now: now() }, until)),
  );
  try {
    const permit = permitsFor(world, by, until);
    if (leftover.thing.kind === 'cluster') await removeCluster(world, leftover, permit);
    else await removeSnapshot(world, leftover, permit);
    await unlessLost(() =>
      operations.write(operation_id, 'cleaned', cleaned(by, leftover.key, leftover.resource)),
    );
  } finally {
    await operations
      .write(operation_id, 'release', releaseFromCleaning(by))
      .catch((error: unknown) => {
        if (!(error instanceof LostCondition)) throw error;
      });
  }
}

/** Looks at the thing and at everything that decides about it, right before a call that changes it. */
type AskPermit = <T extends Thing>(
  look: () => Promise<T | undefined>,
) => Promise<{ readonly thing: T; readonly permit: Permit } | undefined>;

const permitsFor =
  (world: Removing, by: string, until: Date): AskPermit =>
  async (look) => {
    const thing = await look();
    if (!thing) return undefined;
    const finding = await judge(thing, world, by);
    if (finding.is !== 'leftover') throw new Kept(finding.is === 'kept' ? finding.why : 'wanted');
    if (finding.operation.claim?.by !== by)
      throw new Kept('somebody else has gone on with the operation');
    if (until.getTime() - world.now().getTime() < SPARE_MS) throw new Kept('it took too long');
    return { thing, permit: new Permit(CALL_MS) };
  };

async function removeSnapshot(
  { aurora, say }: Removing,
  { resource }: Leftover,
  ask: AskPermit,
): Promise<void> {
  const found = await ask(async () => {
    const snapshot = await aurora.snapshot(resource.id);
    return snapshot && { kind: 'cluster-snapshot' as const, snapshot };
  });
  if (found) await aurora.deleteSnapshot(found.permit, resource.id);
  say(`deleted the snapshot ${resource.id}`);
}

/** How often it is looked whether the protection is off. */
const LOOKS = 30;
const LOOK_EVERY_MS = 2_000;

async function removeCluster(
  world: Removing,
  { resource: { id, resource_id } }: Leftover,
  ask: AskPermit,
): Promise<void> {
  const { aurora, say } = world;
  const look = async () => {
    const cluster = await aurora.cluster(id);
    if (cluster && cluster.resource_id !== resource_id)
      throw new Kept(`${id} is another cluster by now`);
    return cluster && { kind: 'cluster' as const, cluster, instances: await aurora.instances(id) };
  };
  const found = await ask(look);
  if (!found) return say(`the cluster ${id} is gone already`);
  const lifted = found.thing.cluster.deletion_protection;
  if (lifted) {
    await aurora.protect(found.permit, id, false);
    say(`lifted the deletion protection of ${id}`);
  }
  try {
    await untilUnprotected(world, look);
    /** Readers first: deleting the writer before them would only cause failovers. */
    const isWriter = (instance: string) =>
      found.thing.cluster.instances.some((member) => member.id === instance && member.writer);
    const instances = found.thing.instances.toSorted(
      (a, b) => Number(isWriter(a.id)) - Number(isWriter(b.id)),
    );
    for (const { id: instanceId } of instances) {
      const now = await ask(look);
      const there = now?.thing.instances.find((one) => one.id === instanceId);
      if (!now || !there || there.status === 'deleting') continue;
      await aurora.deleteInstance(now.permit, instanceId);
      say(`deleting the instance ${instanceId}`);
    }
    const now = await ask(look);
    if (now) await aurora.deleteCluster(now.permit, id);
    say(`deleting the cluster ${id}`);
  } catch (error) {
    if (lifted) await protectAgain(world, look, id);
    throw error;
  }
}

async function untilUnprotected(
  { pause }: Removing,
  look: () => Promise<Extract<Thing, { kind: 'cluster' }> | undefined>,
): Promise<void> {
  for (let looks = 0; looks < LOOKS; looks++) {
    const cluster = (await look())?.cluster;
    if (!cluster || (!cluster.deletion_protection && cluster.status !== 'modifying')) return;
    await pause(LOOK_EVERY_MS);
  }
  throw new Kept('its deletion protection could not be lifted in time');
}

/** What is not deleted after all is protected as it was. */
async function protectAgain(
  { aurora, say }: Removing,
  look: () => Promise<Thing | undefined>,
  id: string,
): Promise<void> {
  try {
    if (!(await look())) return;
    await aurora.protect(new Permit(CALL_MS), id, true);
    say(`put the deletion protection of ${id} back`);
  } catch (error) {
    if (error instanceof Kept) return;
    say(`the deletion protection of ${id} is off and could not be put back: ${error}`);
  }
}

async function unlessLost(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw error instanceof LostCondition
      ? new Kept('somebody else has gone on with the operation')
      : error;
  }
}
