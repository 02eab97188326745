/** What an ARN of RDS says. Source: Aurora User Guide, "Amazon Resource Names (ARNs) in Amazon RDS". */
export interface RdsArn {
  readonly partition: string;
  readonly region: string;
  readonly account_id: string;
  /** e.g. `cluster-snapshot` */
  readonly kind: string;
  /** May hold a colon itself, as the names of automated snapshots do. */
  readonly name: string;
}

/** `undefined` where it is no ARN, but a plain name. */
export function rdsArn(text: string): RdsArn | undefined {
  const [, partition, region, account_id, kind, name] =
    /^arn:([^:]+):rds:([^:]*):(\d{12}):([^:]+):(.+)$/.exec(text) ?? [];
  if (!partition || region === undefined || !account_id || !kind || !name) return undefined;
  return { partition, region, account_id, kind, name };
}

/** Source: AWS General Reference, "ARN format": partitions. */
export const partitionOf = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
