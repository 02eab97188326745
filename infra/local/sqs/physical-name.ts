import { createHash } from 'node:crypto';
import type { TemplatePlace } from '../service.ts';

/** A name like those that CloudFormation makes up, but the same at every start. */
export function physicalName(
  { stackName, logicalId }: Pick<TemplatePlace, 'stackName' | 'logicalId'>,
  longest: number,
): string {
  const digest = createHash('sha256').update(`${stackName}/${logicalId}`).digest();
  const suffix = [...digest.subarray(0, SUFFIX)].map((byte) => LETTERS[byte % LETTERS.length]);
  return `${`${stackName}-${logicalId}`.slice(0, longest - SUFFIX - 1)}-${suffix.join('')}`;
}

const SUFFIX = 12;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
