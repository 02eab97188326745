/**
 * What a service may do, as plain data. `infra` turns it into policies and knows the ARNs; a service
 * names what it means.
 */
export interface Grant {
  /** IAM actions, e.g. `rds:DescribeDBClusters`. */
  readonly actions: readonly string[];
  readonly on: GrantedResource;
}

export type GrantedResource =
  /** Describe calls, most of which know no resource. */
  | 'everything'
  /** Any cluster snapshot, to be read. */
  | 'snapshots'
  /** Snapshots that the pipeline makes: named `aurora-restore-...` and tagged on creation. */
  | 'own-snapshots'
  /** Own snapshots that carry the pipeline's tag already. */
  | 'tagged-snapshots'
  /** Clusters and instances that carry `aurora-restore:managed` or stand on the allow-list. */
  | 'replaceable-clusters'
  | 'replaceable-instances'
  /** Clusters of the allow-list whose protection may be lifted, and the pipeline's own. */
  | 'unprotectable-clusters'
  /** Clusters and instances about to be made, tagged on creation. */
  | 'new-clusters'
  | 'new-instances'
  /** Clusters that carry the pipeline's tag. */
  | 'tagged-clusters'
  /** Subnet, parameter and option groups that a new cluster or instance refers to. */
  | 'groups'
  /** Keys, through RDS only. */
  | 'keys'
  | 'master-secret'
  /** `aurora-restore/<environment>/<cluster>/<user>`. */
  | 'user-secrets'
  | 'notification-topic';
