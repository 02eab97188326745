import { createHash } from 'node:crypto';
import { namesOf } from '../configuration/names.ts';
import type { Operation } from '../operation/operation.ts';

const LONGEST = 63;

/**
 * The name of something an operation makes, so that a redelivery finds what it began. It differs with
 * the attempt, and with the environment: two in one account may have operations of one name, such as
 * those of equal rules. It is one that RDS takes: letters, digits and single hyphens, 63 at most.
 */
export function nameOf(
  { operation_id, attempt }: Pick<Operation, 'operation_id' | 'attempt'>,
  purpose: string,
  environment: string,
): string {
  const plain = `${namesOf(environment).prefix}-${operation_id}-${purpose}-${attempt}`;
  const allowed = plain.replace(/-{2,}/g, '-');
  if (plain === allowed && plain.length <= LONGEST) return plain;
  const digest = createHash('sha256').update(plain).digest('hex').slice(0, 10);
  const kept = allowed.slice(0, LONGEST - digest.length - 1).replace(/-$/, '');
  return `${kept}-${digest}`;
}

/**
 * A redrive may come days later: a snapshot taken before it would lack what was written since, so each
 * redrive takes another.
 */
export function finalSnapshotNameOf(
  operation: Pick<Operation, 'operation_id' | 'attempt' | 'reopened_at'>,
  environment: string,
): string {
  const { reopened_at } = operation;
  if (reopened_at === undefined) return nameOf(operation, 'final', environment);
  return nameOf(operation, `final-${reopened_at.replace(/\D/g, '')}`, environment);
}
