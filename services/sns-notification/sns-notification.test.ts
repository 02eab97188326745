import { expect, test } from 'vitest';
import type { Update } from '../../shared/operation/condition.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { LostCondition } from '../../shared/operation/operations.ts';
import { anOperation } from '../../test/fixtures/steps/operation.ts';
import type { Message } from './message.ts';
import { readTemplates } from './read-templates.ts';
import { snsNotification } from './sns-notification.ts';
import { aTold, someFacts } from './told.fixture.ts';

const { event } = aTold('RestoreCompleted', someFacts.RestoreCompleted);

/** One operation that remembers what was told, and people who hear of it. */
class People {
  readonly heard: Message[] = [];
  now = new Date('2026-01-02T12:00:00Z');
  notified: NonNullable<Operation['notified']> = {};
  fails: 'publish' | 'notified' | undefined;

  readonly tell = snsNotification({
    place: { environment: 'dev', region: 'eu-west-1' },
    templates: readTemplates(),
    now: () => this.now,
    publish: async (message) => {
      if (this.fails === 'publish') throw new Error('SNS is down');
      this.heard.push(message);
    },
    operations: {
      read: async () => anOperation({ notified: this.notified }),
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

  expect(people.heard).toHaveLength(1);
  expect(people.heard[0]?.subject).toBe('[dev] Restore completed: target');
});

test('two events are told of one by one', async () => {
  const people = new People();

  await people.tell(event);
  await people.tell({ ...event, event_id: 'e-10' });

  expect(people.heard).toHaveLength(2);
});

test('while another delivery is telling people, this one waits', async () => {
  const people = new People();
  people.fails = 'publish';
  await expect(people.tell(event)).rejects.toThrow('SNS is down');

  expect(await people.tell(event)).toBe('busy');
  expect(people.heard).toEqual([]);
});

test('where telling people failed, they are told later', async () => {
  const people = new People();
  people.fails = 'publish';
  await expect(people.tell(event)).rejects.toThrow('SNS is down');
  people.fails = undefined;
  people.wait(61);

  expect(await people.tell(event)).toBe('told');
  expect(people.heard).toHaveLength(1);
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
