import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { z } from 'zod';
import { ServiceError } from '../service.ts';

const text = (shortest: number, longest: number, pattern: RegExp) =>
  z.string().min(shortest).max(longest).regex(pattern);

/** The constraints of the API reference. */
const request = z
  .strictObject({
    RoleArn: z.string().regex(/^arn:aws:iam::\d{12}:role\/.+$/, 'is invalid'),
    RoleSessionName: text(2, 64, /^[\w+=,.@-]*$/),
    DurationSeconds: z.int().min(900).max(43_200).optional(),
    ExternalId: text(2, 1224, /^[\w+=,.@:/-]*$/).optional(),
  })
  .transform(({ RoleArn, RoleSessionName, DurationSeconds, ExternalId }) => ({
    roleArn: RoleArn,
    sessionName: RoleSessionName,
    seconds: DurationSeconds,
    externalId: ExternalId,
  }));

export type AssumeRole = z.infer<typeof request>;

/** Nothing that is asked for is passed over: session policies, tags and MFA are refused. */
export function readAssumeRole(input: AssumeRoleRequest): AssumeRole {
  const parsed = request.safeParse(input);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (unknown.length > 0)
    throw new ServiceError(
      'NotImplemented',
      `The local STS does not implement the member ${unknown.join(', ')} of AssumeRole.`,
      501,
    );
  const problems = issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ServiceError(
    'ValidationError',
    `${problems.length} validation error${problems.length > 1 ? 's' : ''} detected: ${problems.join('; ')}`,
  );
}
