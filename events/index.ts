/** Every event at a glance, in the order of a restore. */

export { ClusterAvailable } from './cluster-available.ts';
export { ClusterRestoreStarted } from './cluster-restore-started.ts';
export { ClusterRestored } from './cluster-restored.ts';
export { InstanceCreationStarted } from './instance-creation-started.ts';
export { RestoreCancelled } from './restore-cancelled.ts';
export { RestoreCompleted } from './restore-completed.ts';
export { RestoreFailed } from './restore-failed.ts';
export { RestorePlanned } from './restore-planned.ts';
export { RestoreRejected } from './restore-rejected.ts';
export { RestoreRequested } from './restore-requested.ts';
export { SnapshotCopyStarted } from './snapshot-copy-started.ts';
export { SnapshotReady } from './snapshot-ready.ts';
export { SnapshotVerified } from './snapshot-verified.ts';
export { type Stage, stages } from './stage.ts';
export { TargetCleared } from './target-cleared.ts';
export { TargetDeletionStarted } from './target-deletion-started.ts';
export { UsersConfigured } from './users-configured.ts';
