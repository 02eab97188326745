import { z } from 'zod';
import { oneOrMore } from './one-or-more.ts';
import type { RequestContext } from './pattern.ts';
import { principalMatches, type RequestPrincipal } from './principals.ts';
import { compileStatement, type Statement, statementSchema } from './statement.ts';

/** A policy, ready to be asked. */
export interface PolicyDocument {
  readonly statements: readonly Statement[];
}

/** A policy that IAM would not take, or that uses what is not implemented here. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

export interface AccessRequest {
  /** e.g. `sqs:SendMessage` */
  readonly action: string;
  /** An ARN, or `*` where the action has no resource. */
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Given where a resource's own policy is asked: its statements name who they are for. */
  readonly principal?: RequestPrincipal;
}

/** `none`: no statement speaks about the request, which denies it unless another policy allows it. */
export type Decision = 'allow' | 'deny' | 'none';

/** `where` names the policy in the `PolicyError`, e.g. its logical id. */
export function parsePolicy(value: unknown, where: string): PolicyDocument {
  const parsed = documentSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `${z.core.toDotPath(path) || 'policy'}: ${message}`,
  );
  throw new PolicyError(`${where}: ${faults.join('; ')}`);
}

const documentSchema = z
  .strictObject({
    Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
    Id: z.string().optional(),
    Statement: oneOrMore(statementSchema),
  })
  .transform((document, ctx): PolicyDocument => {
    const variables = document.Version === '2012-10-17';
    return {
      statements: document.Statement.map((source, index) =>
        compileStatement(source, variables, (path, message) =>
          ctx.addIssue({ code: 'custom', path: ['Statement', index, ...path], message }),
        ),
      ),
    };
  });

/**
 * What the policies say together: one denial outweighs every allowance. Identity policies are asked
 * without a principal, a resource's policy with one.
 */
export function evaluate(policies: readonly PolicyDocument[], request: AccessRequest): Decision {
  const context: RequestContext = new Map(
    Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), [value].flat()]),
  );
  const effects = policies
    .flatMap((policy) => policy.statements)
    .filter((statement) => applies(statement, request, context))
    .map((statement) => statement.effect);
  if (effects.includes('Deny')) return 'deny';
  return effects.length > 0 ? 'allow' : 'none';
}

function applies(statement: Statement, request: AccessRequest, context: RequestContext): boolean {
  return (
    speaksTo(statement, request.principal) &&
    statement.action(request.action, context) &&
    statement.resource(request.resource, context) &&
    statement.conditions.every((holds) => holds(context))
  );
}

function speaksTo({ principal: named }: Statement, asking: RequestPrincipal | undefined): boolean {
  if (named === undefined || asking === undefined) return named === asking;
  return principalMatches(named, asking);
}
