import { NormalizedSchema } from '@smithy/core/schema';
import type { TimestampFormat } from './timestamp.ts';

/**
 * What a value looks like on the wire, read from the schemas that the SDK's clients export. They are
 * the only public description of AWS's APIs on npm that is as new as the clients; their layout is an
 * implementation format, so it is known in this file and `service-model.ts` only.
 */
export type Shape =
  | { readonly kind: 'structure'; readonly members: ReadonlyMap<string, Member> }
  | { readonly kind: 'list'; readonly item: Shape; readonly itemName: string }
  | {
      readonly kind: 'map';
      readonly value: Shape;
      readonly keyName: string;
      readonly valueName: string;
    }
  | { readonly kind: 'timestamp'; readonly format: TimestampFormat | undefined }
  | { readonly kind: 'string' | 'number' | 'boolean' | 'blob' | 'unit' };

export interface Member {
  readonly name: string;
  /** Its name in Query requests and XML. */
  readonly xmlName: string;
  /** In Query and XML, items follow each other without an element around them. */
  readonly flattened: boolean;
  readonly required: boolean;
  readonly shape: Shape;
}

export type Schema = Parameters<typeof NormalizedSchema.of>[0];

/**
 * Whether names are those of EC2's requests. They differ from those of its answers, where all other
 * services have one name for both. https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
type Naming = 'usual' | 'ec2-request';

export function shapeOf(ref: Schema, naming: Naming = 'usual'): Shape {
  const schema = NormalizedSchema.of(ref);
  if (schema.isUnitSchema()) return { kind: 'unit' };
  if (schema.isStructSchema()) return structure(schema, naming);
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    return { kind: 'list', item: shapeOf(item, naming), itemName: xmlName(item) ?? 'member' };
  }
  if (schema.isMapSchema()) {
    const value = schema.getValueSchema();
    return {
      kind: 'map',
      value: shapeOf(value, naming),
      keyName: xmlName(schema.getKeySchema()) ?? 'key',
      valueName: xmlName(value) ?? 'value',
    };
  }
  if (schema.isTimestampSchema())
    return { kind: 'timestamp', format: timestampFormats[Number(schema.getSchema())] };
  if (schema.isStringSchema()) return { kind: 'string' };
  if (schema.isNumericSchema()) return { kind: 'number' };
  if (schema.isBooleanSchema()) return { kind: 'boolean' };
  if (schema.isBlobSchema()) return { kind: 'blob' };
  throw new Error(`Shape ${schema.getName(true)} is of a kind that is not implemented`);
}

/** Sentinels of the schema format; 4 leaves the format to the protocol. */
const timestampFormats: Readonly<Record<number, TimestampFormat>> = {
  5: 'date-time',
  6: 'http-date',
  7: 'seconds',
};

/** Members are read at first use: a service's types are many, and some contain themselves. */
function structure(schema: NormalizedSchema, naming: Naming): Shape {
  let members: ReadonlyMap<string, Member> | undefined;
  return {
    kind: 'structure',
    get members() {
      members ??= readMembers(schema, naming);
      return members;
    },
  };
}

function readMembers(schema: NormalizedSchema, naming: Naming): ReadonlyMap<string, Member> {
  const required = requiredCount(schema);
  const inEc2Request = naming === 'ec2-request';
  return new Map(
    [...schema.structIterator()].map(([name, member], index) => [
      name,
      {
        name,
        xmlName: inEc2Request ? ec2Name(name, member) : (xmlName(member) ?? name),
        flattened:
          Boolean(member.getMergedTraits().xmlFlattened) || (inEc2Request && member.isListSchema()),
        required: index < required,
        shape: shapeOf(member, naming),
      },
    ]),
  );
}

function ec2Name(name: string, member: NormalizedSchema): string {
  const { ec2QueryName } = member.getMemberTraits();
  if (typeof ec2QueryName === 'string') return ec2QueryName;
  const given = xmlName(member) ?? name;
  return given.charAt(0).toUpperCase() + given.slice(1);
}

/** The schema's last element says how many of its members, the first ones, are required. */
function requiredCount(schema: NormalizedSchema): number {
  const source: unknown = schema.getSchema();
  const count: unknown = Array.isArray(source) ? source[6] : undefined;
  return typeof count === 'number' ? count : 0;
}

function xmlName(schema: NormalizedSchema): string | undefined {
  const name = schema.getMemberTraits().xmlName;
  return typeof name === 'string' ? name : undefined;
}
