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
  /** Any cluster snapshot, by a call that makes something of it and tags what it makes. */
  | 'snapshots'
  /** The same of any region and account: what a copy is made of. */
  | 'snapshots-anywhere'
  /** Snapshots that the pipeline makes: named `aurora-restore-...` and tagged on creation. */
  | 'new-snapshots'
  /** What AWS names beside the cluster that is deleted. */
  | 'snapshots-of-deletions'
  /** Copies that the pipeline made: never a final snapshot. */
  | 'copies'
  /** Clusters and instances that carry `aurora-restore:managed` or stand on the allow-list. */
  | 'replaceable-clusters'
  | 'replaceable-instances'
  /** Clusters of the allow-list whose protection may be lifted, and the pipeline's own. */
  | 'unprotectable-clusters'
  /** Clusters and instances about to be made, tagged on creation. */
  | 'new-clusters'
  | 'new-instances'
  | 'tags-of-new-instances'
  /** Clusters that carry the pipeline's tag. */
  | 'tagged-clusters'
  /** Subnet, parameter and option groups that a new cluster or instance refers to. */
  | 'groups'
  /** Keys, to be looked at by the service itself. */
  | 'described-keys'
  /** The same of any region: what a snapshot lies under. */
  | 'described-keys-anywhere'
  /** Keys, through RDS only. */
  | 'keys'
  /** The same, so that RDS itself may use them for what it makes. */
  | 'keys-in-use'
  /** Both of any region, through RDS there: RDS reads what it copies where it lies. */
  | 'keys-of-copies'
  | 'keys-of-copies-in-use'
  /** Keys, by a grant to the service itself that lets it look at them and no more. */
  | 'keys-on-trial'
  /** Any role, but for RDS's enhanced monitoring alone. */
  | 'monitoring-roles'
  /** The roles of the accounts that snapshots come from. */
  | 'source-roles'
  | 'master-secret'
  /** `aurora-restore/<environment>/<cluster>/<user>`. */
  | 'user-secrets'
  /** What RDS keeps master passwords in that it manages. */
  | 'managed-secrets'
  | 'notification-topics';
