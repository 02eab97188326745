import { parseArn } from '../eventbridge/arn.ts';

/** By which a queue is called at this endpoint. */
export function queueUrl(endpoint: string, queueArn: string): string {
  const { accountId, resource } = parseArn(queueArn) ?? {};
  return `${endpoint}/${accountId}/${resource}`;
}
