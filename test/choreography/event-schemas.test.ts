import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv-draft-04';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { requestFields } from '../../events/request-fields.ts';
import { eventSchema, schemaFile } from '../../infra/event-schemas.ts';
import { publicEvents } from '../../infra/public-events.ts';
import { breaks, type Contract, contract, contractOf } from '../fixtures/contract.ts';

const kept = z
  .record(z.string(), contract)
  .parse(
    JSON.parse(
      readFileSync(
        fileURLToPath(new URL('../fixtures/public-events.v1.json', import.meta.url)),
        'utf8',
      ),
    ),
  );

describe.each(publicEvents)('$name', (event) => {
  test('its schema in the repository is what the definition says', () => {
    const file = JSON.parse(readFileSync(schemaFile(event), 'utf8'));

    expect(file, 'run `npm run schemas`').toEqual(eventSchema(event));
  });

  test('its schema is one of draft 4, and a strict validator takes it', () => {
    const ajv = new Ajv.default({ strict: true });

    expect(ajv.validateSchema(eventSchema(event))).toBe(true);
    expect(() => ajv.compile(eventSchema(event))).not.toThrow();
  });

  test('its schema says nothing but what is meant', () => {
    expect(JSON.stringify(eventSchema(event))).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });

  test('nobody who relies on version 1 is broken', () => {
    expect(breaks(event.direction, kept[event.name] ?? {}, contractOf(eventSchema(event)))).toEqual(
      [],
    );
  });
});

test('version 1 keeps every event that it had', () => {
  expect(publicEvents.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(kept)));
});

const requested = publicEvents.find(({ name }) => name === 'RestoreRequested');
const { detail } = z
  .object({
    properties: z.object({
      detail: z.looseObject({
        properties: z.record(z.string(), z.looseObject({ description: z.string() })),
      }),
    }),
  })
  .parse(requested && eventSchema(requested)).properties;

test('every field of a request says what is declared for it', () => {
  const said = Object.entries(detail.properties).map(([name, { description }]) => [
    name,
    description,
  ]);

  expect(Object.fromEntries(said)).toEqual(requestFields);
});

test.each([
  ['Sun:23:45-Mon:00:15', true],
  ['FRI:22:00-sat:02:00', true],
  ['05:00-05:30', false],
  ['day:05:00-day:05:30', false],
  ['sun:24:00-mon:00:30', false],
])('by its schema, a request may have the maintenance window %s: %s', (window, may) => {
  const validate = new Ajv.default().compile(detail);

  expect(validate({ target_cluster_id: 'orders', preferred_maintenance_window: window })).toBe(may);
});

test('the event in the docs is one, with every field that is always there', () => {
  const docs = readFileSync(
    fileURLToPath(new URL('../../docs/events.md', import.meta.url)),
    'utf8',
  );
  const [, example = ''] = /<!-- example -->\n```json\n([\s\S]*?)```/.exec(docs) ?? [];
  const completed = publicEvents.find(({ name }) => name === 'RestoreCompleted');
  const validate = new Ajv.default().compile(completed ? eventSchema(completed) : false);

  expect(validate(JSON.parse(example))).toBe(true);
});

const before: Contract = {
  detail: { type: 'object', required: true },
  'detail.port': { type: 'integer', required: true, limits: { minimum: 1, maximum: 9 } },
  'detail.reader': { type: 'string', required: false, limits: { maxLength: 9, pattern: '^a' } },
  'detail.done': { type: 'string', required: false, one_of: ['kept', 'locked'] },
};
const changed = (change: Record<string, Partial<Contract[string]> | undefined>): Contract => {
  const now: Contract = { ...before };
  for (const [path, is] of Object.entries(change)) {
    if (is) now[path] = { type: 'string', required: false, ...now[path], ...is };
    else delete now[path];
  }
  return now;
};

describe.each(['taken', 'published'] as const)('of an event that is %s', (direction) => {
  test.each([
    ['a field is gone', { 'detail.reader': undefined }, 'detail.reader is gone'],
    [
      'a field has another name',
      { 'detail.reader': undefined, 'detail.reader_endpoint': {} },
      'detail.reader is gone',
    ],
    [
      'a field has another type',
      { 'detail.port': { type: 'string' } },
      'detail.port was integer and is string',
    ],
  ])('it is a break if %s', (_, change, says) => {
    expect(breaks(direction, before, changed(change))).toEqual([says]);
  });

  test('it is none if an optional field is new, or nothing is', () => {
    expect(breaks(direction, before, changed({ 'detail.new': {} }))).toEqual([]);
    expect(
      breaks(
        direction,
        before,
        changed({ 'detail.new': { type: 'object' }, 'detail.new.inner': { required: true } }),
      ),
    ).toEqual([]);
    expect(breaks(direction, before, before)).toEqual([]);
  });
});

test.each([
  ['a field is required', { 'detail.reader': { required: true } }, 'detail.reader is required'],
  ['a field is new and required', { 'detail.new': { required: true } }, 'new and required'],
  ['a value is refused', { 'detail.done': { one_of: ['kept'] } }, 'no longer be locked'],
  ['values are listed', { 'detail.reader': { one_of: ['a'] } }, 'no longer be anything'],
  ['less is enough', { 'detail.reader': { limits: { maxLength: 8 } } }, 'narrower maxLength'],
  ['more is needed', { 'detail.port': { limits: { minimum: 2 } } }, 'narrower minimum'],
  ['its form is another', { 'detail.reader': { limits: { pattern: '^b' } } }, 'narrower pattern'],
])('who writes an event is broken if %s', (_, change, says) => {
  expect(breaks('taken', before, changed(change))).toEqual([expect.stringContaining(says)]);
  expect(breaks('published', before, changed(change)).length).toBe(0);
});

test.each([
  ['a field may be missing', { 'detail.port': { required: false } }, 'may be missing'],
  ['there is a further value', { 'detail.done': { one_of: ['kept', 'locked', 'x'] } }, 'may be x'],
  ['every value may come', { 'detail.done': { one_of: undefined } }, 'may be anything'],
])('who reads an event is broken if %s', (_, change, says) => {
  expect(breaks('published', before, changed(change))).toEqual([expect.stringContaining(says)]);
  expect(breaks('taken', before, changed(change))).toEqual([]);
});

test('what is written may be freer than before', () => {
  const freer = { 'detail.port': { required: false, limits: { maximum: 10 } } };

  expect(breaks('taken', before, changed(freer))).toEqual([]);
});
