import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { EventDefinition } from '../../events/define-event.ts';
import * as events from '../../events/index.ts';
import { choreographyPicture } from '../../infra/choreography-picture.ts';
import { observers, requesters, scheduledServices, steps } from '../../services/index.ts';
import type { StepContract } from '../../shared/step/contract.ts';

const { stages, ...definitions } = events;
const everyEvent: readonly EventDefinition[] = Object.values(definitions);
const everyStep: readonly StepContract[] = steps;
const everyService = [...steps, ...observers, ...scheduledServices, ...requesters];

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

/** What comes from outside the steps. */
const REQUESTED = 'RestoreRequested';
/** What is emitted by others than the steps' business: every step may fail, and people cancel. */
const BY_OTHERS = ['RestoreFailed', 'RestoreCancelled'];

test.each(everyStep)(
  'whatever $name emits is consumed by a step or ends the restore',
  ({ emits }) => {
    const consumed = names(everyStep.flatMap(({ consumes }) => consumes));

    for (const event of emits)
      expect(event.ends !== undefined || consumed.includes(event.name), event.name).toBe(true);
  },
);

test.each(everyStep)(
  'whatever $name consumes is emitted by a step or comes from outside',
  ({ consumes }) => {
    const emitted = [REQUESTED, ...names(everyStep.flatMap(({ emits }) => emits))];

    expect(emitted).toEqual(expect.arrayContaining(names(consumes)));
  },
);

test('every event is emitted by somebody', () => {
  const emitted = everyStep.flatMap(({ emits }) => names(emits));

  expect(names(everyEvent).sort()).toEqual(
    [...new Set([REQUESTED, ...BY_OTHERS, ...emitted])].sort(),
  );
});

test('every stage has the one step that works at it, in the order of a restore', () => {
  expect(everyStep.map(({ stage }) => stage)).toEqual(stages);
});

test.each(everyStep)(
  '$name consumes the events that open its stage, and only those',
  ({ stage, consumes }) => {
    const opening = everyEvent.filter(({ opens }) => opens?.stage === stage);

    expect(opening).not.toEqual([]);
    expect(names(consumes)).toEqual(names(opening));
  },
);

test('an event opens a stage, ends the operation, or tells of a failure', () => {
  for (const { name, opens, ends } of everyEvent)
    expect([opens, ends].filter(Boolean).length, name).toBe(name === 'RestoreFailed' ? 0 : 1);
});

test('a step goes on with a later stage, so that every restore comes to its end', () => {
  for (const { name, stage, emits } of everyStep)
    for (const { opens } of emits)
      if (opens) expect(stages.indexOf(opens.stage), name).toBeGreaterThan(stages.indexOf(stage));
});

test.each(everyStep)('$name says that it checks again if it may', ({ name, checksAgain }) => {
  const folder = at(`services/${name}`);
  const sources = readdirSync(folder)
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'));

  /** Whoever asks RDS may have to wait for it, since RDS throttles. */
  expect(checksAgain).toBe(/checkAgain\(|auroraOnAws/.test(sources.join()));
});

test('the audit log is told of every event, and each observer only of events there are', () => {
  const told = (name: string) => names(observers.find((one) => one.name === name)?.consumes ?? []);

  expect(told('audit-log').sort()).toEqual(names(everyEvent).sort());
  expect(told('sns-notification').sort()).toEqual([
    'RestoreCancelled',
    'RestoreCompleted',
    'RestoreFailed',
    'RestoreRejected',
    'SnapshotVerified',
  ]);
});

test('services that check only observe', () => {
  const checking = everyStep.filter(({ name }) => name.startsWith('check-'));

  expect(checking).toHaveLength(4);
  for (const { permissions } of checking)
    for (const { actions } of permissions)
      for (const action of actions) expect(action).toMatch(/^rds:Describe/);
});

test('functions end within a minute, setup-db-users within a quarter of an hour', () => {
  for (const { name, timeoutSeconds } of everyService)
    expect(timeoutSeconds, name).toBeLessThanOrEqual(name === 'setup-db-users' ? 900 : 60);
});

test('every service has a name of its own, and says what is lost when it fails', () => {
  expect(new Set(names(everyService)).size).toBe(everyService.length);
  for (const { failureImpact } of everyService) expect(failureImpact.length).toBeGreaterThan(20);
});

test('stages have the deadlines of the design, in minutes', () => {
  const deadlines = everyEvent.flatMap(({ opens }) =>
    opens ? [[opens.stage, opens.deadlineMinutes] as const] : [],
  );

  expect(Object.fromEntries(deadlines)).toEqual({
    check_snapshot: 15,
    copy_snapshot: 24 * 60,
    check_copy: 24 * 60,
    delete_rds: 120,
    check_delete: 120,
    restore_snapshot: 15,
    check_restore: 360,
    create_instances: 120,
    check_instances: 120,
    setup_db_users: 30,
    archive_snapshot: 60,
  });
});

test('the picture shows every service and every event', () => {
  const picture = choreographyPicture();

  for (const { name } of everyService) expect(picture).toContain(` ${name}`);
  for (const { name } of everyEvent) expect(picture).toContain(name);
});

test('the picture in the README is the one drawn from the contracts', () => {
  const readme = readFileSync(at('README.md'), 'utf8');

  const [, block] = /<!-- choreography -->\n([\s\S]*?)<!-- \/choreography -->/.exec(readme) ?? [];

  expect(
    block,
    'put what `node infra/choreography-picture.ts` prints between the marks, fenced by ```',
  ).toBe(`\`\`\`\n${choreographyPicture()}\n\`\`\`\n`);
});
