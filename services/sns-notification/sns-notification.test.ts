import { expect, test } from 'vitest';
import type { Update } from '../../shared/operation/condition.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { LostCondition } from '../../shared/operation/operations.ts';
import { anOperation } from '../../test/fixtures/steps/operation.ts';
import type { Publication } from './publication.ts';
import { readTemplates } from './read-templates.ts';
import { snsNotification } from './sns-notification.ts';
import { aTold, someFacts } from './told.fixture.ts';

const { event } = aTold('RestoreCompleted', someFacts.RestoreCompleted);

/** One operation that remembers what was told, people who hear of it, and programs that do. */
class People {
  readonly heard: Publication[] = [];
  readonly read: Publication[] = [];
  now = new Date('2026-01-02T12:00:00Z');
  request: Operation['request'] = {};
  notified: NonNullable<Operation['notified']> = {};
  fails: 'text' | 'document' | 'notified' | undefined;

  readonly tell = snsNotification({
    place: { environment: 'dev', region: 'eu-west-1' },
    templates: readTemplates(),
    now: () => this.now,
    publish: async (as, publication) => {
      if (this.fails === as) throw new Error('SNS is down');
      this[as === 'text' ? 'heard' : 'read'].push(publication);
    },
    operations: {
      read: async () => anOperation({ notified: this.notified, request: this.request }),
      write: async (_, what, update) => {
        if (what === this.fails) throw new Error('crash');
        if (what === 'notifying' && !this.#mayTell(update)) throw new LostCondition(what);
        this.#apply(update);
        return anOperation();
      },
    },
  });

  wait(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  /** What the write's condition says, which is proven against a table elsewhere. */
  #mayTell({ set }: Update): boolean {
    return Object.keys(set).every((path) => {
      const { sent_at, until = '' } = this.notified[eventOf(path)] ?? {};
      return sent_at === undefined && until < this.now.toISOString();
    });
  }

  #apply({ set }: Update): void {
    for (const [path, value] of Object.entries(set))
      this.notified = { ...this.notified, [eventOf(path)]: Object(value) };
  }
}

const eventOf = (path: string) => path.replace('notified.', '');

test('people are told of an event once, however often it is delivered', async () => {
  const people = new People();

  expect(await people.tell(event)).toBe('told');
  expect(await people.tell(event)).toBe('told');
  people.wait(3600);
  expect(await people.tell(event)).toBe('told');

  for (const told of [people.heard, people.read])
    expect(told).toMatchObject([{ Subject: '[dev] Restore completed: target' }]);
  expect(people.heard[0]?.Message).toMatch(/^target is restored/);
  expect(JSON.parse(people.read[0]?.Message ?? '')).toMatchObject({ event: 'RestoreCompleted' });
});

test('two events are told of one by one', async () => {
  const people = new People();

  await people.tell(event);
  await people.tell({ ...event, event_id: 'e-10' });

  expect(people.heard).toHaveLength(2);
});

test('while another delivery is telling people, this one waits', async () => {
  const people = new People();
  people.fails = 'text';
  await expect(people.tell(event)).rejects.toThrow('SNS is down');

  expect(await people.tell(event)).toBe('busy');
  expect(people.heard).toEqual([]);
});

test.each([
  ['people', 'text', 1],
  ['programs, after people were told,', 'document', 2],
] as const)('where telling %s failed, both are told later', async (_, fails, heard) => {
  const people = new People();
  people.fails = fails;
  await expect(people.tell(event)).rejects.toThrow('SNS is down');
  people.fails = undefined;
  people.wait(61);

  expect(await people.tell(event)).toBe('told');
  expect(people.heard).toHaveLength(heard);
  expect(people.read).toHaveLength(1);
});

test('after a crash between telling and writing it down people are told again, not never', async () => {
  const people = new People();
  people.fails = 'notified';
  await expect(people.tell(event)).rejects.toThrow('crash');
  people.fails = undefined;

  expect(await people.tell(event)).toBe('busy');
  people.wait(61);
  expect(await people.tell(event)).toBe('told');
  expect(people.heard).toHaveLength(2);
});

test.each(['RestoreFailed', 'RestoreRejected', 'RestoreCancelled'] as const)(
  'nobody is told of a plan’s %s',
  async (name) => {
    const people = new People();
    people.request = { dry_run: true };

    expect(await people.tell(aTold(name, someFacts[name]).event)).toBe('told');
    expect([...people.heard, ...people.read]).toEqual([]);
    expect(people.notified).toEqual({});
  },
);

test('a request that was rejected for what it says of dry_run is none for a plan', async () => {
  const people = new People();
  people.request = { dry_run: 'yes' };

  await people.tell(aTold('RestoreRejected', someFacts.RestoreRejected).event);

  expect(people.heard).toHaveLength(1);
});
