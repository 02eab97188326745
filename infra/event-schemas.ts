import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CONTRACT_VERSION, type PublicEvent, publicEvents } from './public-events.ts';

/** Where the schema of an event stands in the repository. */
export const schemaFile = ({ name }: Pick<PublicEvent, 'name'>): string =>
  fileURLToPath(new URL(`../events/schemas/${name}.v${CONTRACT_VERSION}.json`, import.meta.url));

/**
 * A public event as JSON Schema draft 4, the whole of it as EventBridge delivers it. It stands in
 * `events/schemas`; `npm run schemas` writes it there. Around `detail` more fields may always come.
 */
export const eventSchema = (event: PublicEvent): object => ({
  $schema: 'http://json-schema.org/draft-04/schema#',
  title: event.name,
  description: event.says,
  type: 'object',
  required: [...Object.keys(around(event)), 'detail'],
  properties: { ...around(event), detail: detailSchema(event) },
});

/** Source: EventBridge user guide, "Events in Amazon EventBridge". */
const around = ({ name, source }: PublicEvent) => ({
  version: { type: 'string', description: 'Of EventBridge’s format, not of this contract.' },
  id: { type: 'string', description: 'Of what was put on the bus: a double may have another one.' },
  'detail-type': { type: 'string', enum: [name] },
  source: { type: 'string', enum: [source] },
  account: { type: 'string' },
  time: { type: 'string', description: 'When it was put on the bus: ISO 8601, in UTC.' },
  region: { type: 'string' },
  resources: { type: 'array', items: { type: 'string' } },
});

function detailSchema({ schema, direction, fields = {} }: PublicEvent): object {
  const { $schema: _, ...detail } = z.toJSONSchema(schema, {
    target: 'draft-04',
    io: direction === 'taken' ? 'input' : 'output',
    override({ zodSchema, jsonSchema }) {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      /** Draft 4 knows no dates; their pattern says the same. */
      delete jsonSchema.format;
      if (hasFlags(zodSchema)) delete jsonSchema.pattern;
      /** Whoever reads an event must not break of what is added to it. */
      if (direction === 'published' && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
    },
  });
  /** Not in `override`: of an instance that several fields share, it is told the first one's path only. */
  for (const [name, says] of Object.entries(fields)) {
    const property = detail.properties?.[name];
    if (typeof property === 'object') property.description = says;
  }
  return detail;
}

/** JSON Schema's patterns have none, so it could only say something else. */
const hasFlags = ({ _zod: { def } }: z.core.$ZodType): boolean =>
  def.checks?.some(
    ({ _zod: { def: check } }) =>
      'pattern' in check && check.pattern instanceof RegExp && check.pattern.flags !== '',
  ) ?? false;

if (import.meta.main)
  for (const event of publicEvents)
    writeFileSync(schemaFile(event), JSON.stringify(eventSchema(event)));
