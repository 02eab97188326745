import { z } from 'zod';
import { type Condition, compileCondition } from './conditions.ts';
import { oneOrMore } from './one-or-more.ts';
import { compilePattern, type Matcher } from './pattern.ts';
import { principalSchema } from './principals.ts';

/** What one statement says, ready to be asked. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly principal?: z.infer<typeof principalSchema> | undefined;
  readonly action: Matcher;
  readonly resource: Matcher;
  readonly conditions: readonly Condition[];
}

const actions = oneOrMore(z.string().regex(/^(\*|[a-z0-9-]+:[\w*?]+)$/i, 'not an action'));
const resources = oneOrMore(z.string());
const conditionValues = oneOrMore(z.union([z.string(), z.number(), z.boolean()]).transform(String));

/** What is not named here (`NotPrincipal`) is refused. */
export const statementSchema = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: principalSchema.optional(),
    Action: actions.optional(),
    NotAction: actions.optional(),
    Resource: resources.optional(),
    NotResource: resources.optional(),
    Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
  })
  .refine((statement) => (statement.Action === undefined) !== (statement.NotAction === undefined), {
    path: ['Action'],
    message: 'needs either Action or NotAction',
  })
  .refine(
    ({ Resource, NotResource, Principal }) =>
      // A resource's own policy, and a role's trust policy, may leave the resource to its place.
      Resource === undefined ? NotResource !== undefined || Principal !== undefined : !NotResource,
    { path: ['Resource'], message: 'needs either Resource or NotResource' },
  );

type StatementSource = z.infer<typeof statementSchema>;

/** Reports a condition that cannot be compiled to `refuse`, with its place in the statement. */
export function compileStatement(
  source: StatementSource,
  variables: boolean,
  refuse: (path: readonly string[], message: string) => void,
): Statement {
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(source.Condition ?? {}))
    for (const [key, values] of Object.entries(keys))
      try {
        conditions.push(compileCondition(operator, key, values, variables));
      } catch (error) {
        refuse(['Condition', operator, key], error instanceof Error ? error.message : `${error}`);
      }
  return {
    effect: source.Effect,
    principal: source.Principal,
    action: anyOrNone(source.Action, source.NotAction, { wildcards: true, ignoreCase: true }),
    resource: anyOrNone(source.Resource ?? ['*'], source.NotResource, {
      wildcards: true,
      variables,
    }),
    conditions,
  };
}

function anyOrNone(
  wanted: readonly string[] | undefined,
  unwanted: readonly string[] | undefined,
  options: Parameters<typeof compilePattern>[1],
): Matcher {
  const matchers = (unwanted ?? wanted ?? []).map((text) => compilePattern(text, options));
  return (value, context) =>
    matchers.some((matches) => matches(value, context)) === (unwanted === undefined);
}
