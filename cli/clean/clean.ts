import { setTimeout as sleep } from 'node:timers/promises';
import { aurora } from '../../shared/aurora/aurora.ts';
import { operationsAt, rdsClients } from '../aws/clients.ts';
import { CliError } from '../cli-error.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { undoLines } from '../undo.ts';
import { leftElsewhere } from './elsewhere.ts';
import type { Finding } from './finding.ts';
import { findingLines, findingRecord } from './finding-lines.ts';
import { judge } from './knowledge.ts';
import { Kept, type Leftover, type Removing, remove } from './remove.ts';
import { idOf, taggedThings } from './tagged.ts';

export interface Wanted {
  readonly olderThanMs: number;
  readonly finalSnapshots: readonly string[];
  readonly dryRun: boolean;
  /** Without being asked. */
  readonly yes: boolean;
  readonly json: boolean;
}

interface Time {
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
}

const realTime: Time = { now: () => new Date(), pause: sleep };

/** Shows what operations left that did not complete, and removes it where that is wanted. */
export async function clean(
  wanted: Wanted,
  place: Place,
  terminal: Terminal,
  time = realTime,
): Promise<ExitCode> {
  const say = (text: string) => line(wanted.json ? terminal.err : terminal.out, text);
  const { operations, region } = operationsAt(place, terminal.env);
  const { client, oneAttempt } = rdsClients(place, terminal.env);
  const world: Removing = {
    operations,
    aurora: aurora(client, oneAttempt, place.environment),
    region: await region(),
    olderThanMs: wanted.olderThanMs,
    named: new Set(wanted.finalSnapshots),
    say,
    ...time,
  };
  /** First of all whether there is a deployment: without one, everything would be unknown to it. */
  await operations.withStatus('in_progress', 1);
  const findings: Finding[] = [];
  for (const thing of await taggedThings(client, place.environment))
    findings.push(await judge(thing, world));
  refuseMissing(wanted.finalSnapshots, findings);
  for (const text of findingLines(findings, time.now())) say(text);
  const elsewhere = await leftElsewhere(operations);
  for (const text of undoLines(elsewhere.map(({ undo }) => undo))) say(text);

  const leftovers = findings.filter((finding) => finding.is === 'leftover');
  const goes = leftovers.length > 0 && (await isWanted(wanted, leftovers, terminal, say));
  const failed = goes === true ? await removeAll(world, leftovers) : [];
  if (wanted.json)
    json(terminal.out, {
      found: findings.filter((finding) => finding.is !== 'wanted').map(findingRecord),
      removed:
        goes === true
          ? leftovers.map(({ thing }) => idOf(thing)).filter((id) => !failed.includes(id))
          : [],
      failed,
      elsewhere,
    });
  if (goes === 'nobody-to-ask') return exitCodes.unusable;
  return failed.length > 0 ? exitCodes.failed : exitCodes.ok;
}

function refuseMissing(names: readonly string[], findings: readonly Finding[]): void {
  const seen = findings.flatMap((finding) =>
    finding.is === 'wanted' ? [] : [idOf(finding.thing)],
  );
  const missing = names.filter((name) => !seen.includes(name));
  if (missing.length > 0)
    throw new CliError(
      exitCodes.unusable,
      `there is no final snapshot of this pipeline named ${missing.join(', ')}; nothing was removed`,
    );
}

async function isWanted(
  { dryRun, yes }: Wanted,
  leftovers: readonly Leftover[],
  { ask }: Terminal,
  say: (text: string) => void,
): Promise<boolean | 'nobody-to-ask'> {
  const clusters = leftovers.some(({ thing }) => thing.kind === 'cluster');
  say('');
  if (clusters)
    say(
      'No final snapshot is taken of a half-restored cluster: it holds what its snapshot holds. Its operation cannot be redriven afterwards.',
    );
  if (dryRun) say('Nothing was removed: this was a dry run.');
  if (dryRun || yes) return !dryRun;
  if (!ask) {
    say('Nothing was removed: there is nobody to ask. Add --yes to remove what is listed.');
    return 'nobody-to-ask';
  }
  const answer = await ask(
    `Remove ${leftovers.length === 1 ? 'it' : `these ${leftovers.length}`}? Type yes: `,
  );
  if (answer.trim().toLowerCase() === 'yes') return true;
  say('Nothing was removed.');
  return false;
}

/** Gives the names of what could not be removed, and says why. */
async function removeAll(world: Removing, leftovers: readonly Leftover[]): Promise<string[]> {
  const failures: { readonly id: string; readonly why: string }[] = [];
  /** A cluster before the copy it came from. */
  const inOrder = leftovers.toSorted(
    (a, b) => Number(a.thing.kind !== 'cluster') - Number(b.thing.kind !== 'cluster'),
  );
  for (const leftover of inOrder)
    try {
      await remove(world, leftover);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failures.push({
        id: idOf(leftover.thing),
        why: error instanceof Kept ? `kept: ${why}` : why,
      });
    }
  world.say('');
  world.say(
    `${leftovers.length - failures.length} removed or being deleted, ${failures.length} not`,
  );
  for (const { id, why } of failures) world.say(`  ${id}: ${why}`);
  return failures.map(({ id }) => id);
}
