import { contract as archiveSnapshot } from './archive-snapshot/contract.ts';
import { contract as auditLog } from './audit-log/contract.ts';
import { contract as autoRestore } from './auto-restore/contract.ts';
import { contract as checkCopyStatus } from './check-copy-status/contract.ts';
import { contract as checkDeleteStatus } from './check-delete-status/contract.ts';
import { contract as checkInstanceStatus } from './check-instance-status/contract.ts';
import { contract as checkRestoreStatus } from './check-restore-status/contract.ts';
import { contract as copySnapshot } from './copy-snapshot/contract.ts';
import { contract as createInstances } from './create-instances/contract.ts';
import { contract as deleteRds } from './delete-rds/contract.ts';
import { contract as restoreSnapshot } from './restore-snapshot/contract.ts';
import { contract as setupDbUsers } from './setup-db-users/contract.ts';
import { contract as snapshotCheck } from './snapshot-check/contract.ts';
import { contract as snsNotification } from './sns-notification/contract.ts';
import { contract as wakeQueued } from './wake-queued/contract.ts';
import { contract as watchdog } from './watchdog/contract.ts';

/** The choreography at a glance: the steps in the order of a restore. */
export const steps = [
  snapshotCheck,
  copySnapshot,
  checkCopyStatus,
  deleteRds,
  checkDeleteStatus,
  restoreSnapshot,
  checkRestoreStatus,
  createInstances,
  checkInstanceStatus,
  setupDbUsers,
  archiveSnapshot,
] as const;

/** Those who are told of events, those whom a schedule calls, and those who ask for restores. */
export const observers = [wakeQueued, snsNotification, auditLog] as const;
export const scheduledServices = [watchdog] as const;
export const requesters = [autoRestore] as const;
