import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { eventSchema } from '../../infra/event-schemas.ts';
import { publicEvents } from '../../infra/public-events.ts';
import { type Synthesized, synthesize } from './synthesized.ts';

let stack: Synthesized;

beforeAll(async () => {
  stack = await synthesize({ environment: 'abcdefghijklmnop' });
});
afterAll(() => rmSync(stack.directory, { recursive: true }));

const schemas = () =>
  stack.of('AWS::EventSchemas::Schema').map(({ Properties }) =>
    z
      .object({
        SchemaName: z.string(),
        RegistryName: z.string(),
        Type: z.literal('JSONSchemaDraft4'),
        Description: z.string(),
        Content: z.string(),
      })
      .parse(Properties),
  );

test('the registry holds the schema of every public event, by source and detail-type', () => {
  const [registry] = stack.of('AWS::EventSchemas::Registry');

  expect(registry?.Properties.RegistryName).toBe('aurora-restore-abcdefghijklmnop');
  expect(schemas().map(({ RegistryName }) => RegistryName)).toEqual(
    publicEvents.map(() => registry?.id),
  );
  expect(schemas().map(({ SchemaName, Content }) => [SchemaName, JSON.parse(Content)])).toEqual(
    publicEvents.map((event) => [`${event.source}@${event.name}`, eventSchema(event)]),
  );
});

/** Source: EventBridge Schemas API, CreateRegistry and CreateSchema. */
test('names, descriptions and contents are such as the registry takes', () => {
  const [registry] = stack.of('AWS::EventSchemas::Registry');

  expect(registry?.Properties.RegistryName).toMatch(/^[A-Za-z0-9._@-]{1,64}$/);
  expect(String(registry?.Properties.Description).length).toBeLessThanOrEqual(256);
  for (const { SchemaName, Description, Content } of schemas()) {
    expect(SchemaName).toMatch(/^[A-Za-z0-9._@-]{1,385}$/);
    expect(Description.length).toBeLessThanOrEqual(256);
    expect(Content.length).toBeLessThanOrEqual(100_000);
  }
});
