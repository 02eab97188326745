/** How long each kind of work takes, in milliseconds, beyond what its real data need. 0 is the next turn. */
export interface Durations {
  readonly createCluster: number;
  readonly restoreCluster: number;
  readonly modifyCluster: number;
  readonly resetPassword: number;
  readonly upgradeCluster: number;
  readonly startCluster: number;
  readonly stopCluster: number;
  readonly deleteCluster: number;
  readonly createInstance: number;
  readonly modifyInstance: number;
  readonly deleteInstance: number;
  readonly createSnapshot: number;
  readonly copySnapshot: number;
}

/** Long enough to see the states in between, short enough not to wait for. */
export const shortDurations: Durations = {
  createCluster: 500,
  restoreCluster: 1500,
  modifyCluster: 200,
  resetPassword: 300,
  upgradeCluster: 1000,
  startCluster: 500,
  stopCluster: 500,
  deleteCluster: 500,
  createInstance: 1000,
  modifyInstance: 200,
  deleteInstance: 500,
  createSnapshot: 1000,
  copySnapshot: 1500,
};

/** Nothing takes longer than its real data need. */
export const noDurations: Durations = {
  createCluster: 0,
  restoreCluster: 0,
  modifyCluster: 0,
  resetPassword: 0,
  upgradeCluster: 0,
  startCluster: 0,
  stopCluster: 0,
  deleteCluster: 0,
  createInstance: 0,
  modifyInstance: 0,
  deleteInstance: 0,
  createSnapshot: 0,
  copySnapshot: 0,
};
