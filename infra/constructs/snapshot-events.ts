/** The `detail-type` of what RDS says of cluster snapshots. */
export const SNAPSHOT_EVENTS = 'RDS DB Cluster Snapshot Event';
