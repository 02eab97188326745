import { expect, test } from 'vitest';
import * as z from 'zod';
import { defineEvent } from './define-event.ts';

const envelope = {
  operation_id: 'op-1',
  attempt: 1,
  sequence: 3,
  metadata: { event_id: 'e-1', occurred_at: '2026-01-01T00:00:00.000Z', version: 1 },
};
const Happened = defineEvent('Happened', { place: z.string(), often: z.int().optional() });

test('a detail is the facts of the event and its envelope', () => {
  const detail = { ...envelope, place: 'here' };

  expect(Happened.schema.parse(detail)).toEqual(detail);
});

test('fields that a later version may add are ignored', () => {
  const detail = { ...envelope, place: 'here', added: 'later' };

  expect(Happened.schema.parse(detail)).toEqual({ ...envelope, place: 'here' });
});

test.each(['operation_id', 'attempt', 'sequence', 'metadata', 'place'])(
  'a detail without %s is refused',
  (field) => {
    const detail = { ...envelope, place: 'here', [field]: undefined };

    const { error } = Happened.schema.safeParse(detail);

    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  },
);

test('a detail of another version is refused', () => {
  const metadata = { ...envelope.metadata, version: 2 };

  expect(Happened.schema.safeParse({ ...envelope, metadata, place: 'here' }).success).toBe(false);
});

test('facts that do not fit are refused where they are written', () => {
  expect(() => Happened.with({ place: 'here', often: 1.5 })).toThrow('often');
});
