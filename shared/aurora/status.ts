import type { ErrorCode } from '../errors.ts';

/**
 * Statuses out of which nothing comes by itself. Source: Aurora User Guide, "Viewing DB cluster
 * status" and "Viewing DB instance status"; the failure states of the SDK's waiters.
 */
const broken =
  /^(failed|incompatible-.*|inaccessible-encryption-credentials(-recoverable)?|migration-failed|cloning-failed|upgrade_failed|restore-error|insufficient-capacity|storage-full)$/;

/** Whether the resource works, is on its way, or needs somebody. */
export function stateOf(status: string): 'available' | 'working' | 'going' | 'broken' {
  if (status === 'available') return 'available';
  if (status === 'deleting' || status === 'deleted') return 'going';
  return broken.test(status) ? 'broken' : 'working';
}

/** Whether a snapshot is being taken or copied, and so becomes available by itself. */
export const isInTheMaking = ({ status }: { readonly status: string }): boolean =>
  status === 'creating' || status === 'copying';

/** What such a status of a cluster is to people: RDS has one for a key that it cannot use. */
export const brokenBy = (status: string): ErrorCode =>
  status.startsWith('inaccessible-encryption-credentials')
    ? 'KEY_NOT_USABLE'
    : 'CLUSTER_RESTORE_FAILED';
