import { paginateDescribeDBClusterSnapshots, type RDSClient } from '@aws-sdk/client-rds';
import { rdsArn } from './arn.ts';
import { told } from './outcomes.ts';

/** A copy that RDS is making here of a snapshot of another region. */
export interface CopyInProgress {
  readonly id: string;
  readonly source_arn: string;
  /** Per cent. */
  readonly progress: number | undefined;
}

/** What counts towards the copies from other regions that may be in progress at once. */
export type CopiesInProgress = () => Promise<readonly CopyInProgress[]>;

/** An account's, in each region that is copied to. Source: Aurora User Guide, "Copying a DB cluster snapshot". */
export const COPIES_AT_ONCE = 5;

export const copiesInProgress =
  (client: RDSClient): CopiesInProgress =>
  () =>
    told('DescribeDBClusterSnapshots of copies in progress', async () => {
      const found: CopyInProgress[] = [];
      const pages = paginateDescribeDBClusterSnapshots({ client }, { SnapshotType: 'manual' });
      for await (const { DBClusterSnapshots = [] } of pages)
        for (const described of DBClusterSnapshots) {
          const { DBClusterSnapshotArn = '', SourceDBClusterSnapshotArn: source_arn = '' } =
            described;
          const [here, there] = [rdsArn(DBClusterSnapshotArn), rdsArn(source_arn)];
          if (described.Status !== 'copying' || !there || there.region === here?.region) continue;
          found.push({
            id: described.DBClusterSnapshotIdentifier ?? DBClusterSnapshotArn,
            source_arn,
            progress: described.PercentProgress,
          });
        }
      return found;
    });
