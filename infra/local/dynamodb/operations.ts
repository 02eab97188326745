import { createRequire } from 'node:module';
import type { Callback, Store } from 'dynalite/db/index.js';

/** One of dynalite's operations: how its input is checked, and what carries it out. */
export interface Operation {
  readonly types: object;
  readonly custom?: unknown;
  run(store: Store, input: object, cb: Callback): void;
}

const NAMES = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
] as const;

export type OperationName = (typeof NAMES)[number];

/** Dynalite drops a condition check's item. The draft keeps it, so it may be asked for. */
const CONDITIONAL = new Set<OperationName>(['DeleteItem', 'PutItem', 'UpdateItem']);
const ON_FAILURE = {
  ReturnValuesOnConditionCheckFailure: { type: 'String', enum: ['ALL_OLD', 'NONE'] },
};

const require = createRequire(import.meta.url);

export const operations: ReadonlyMap<string, Operation> = new Map(
  NAMES.map((name) => {
    const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.js`;
    const { types, custom } = require(`dynalite/validations/${file}`);
    return [
      name,
      {
        types: CONDITIONAL.has(name) ? { ...types, ...ON_FAILURE } : types,
        custom,
        run: require(`dynalite/actions/${file}`),
      },
    ];
  }),
);
