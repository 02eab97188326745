/** An event as DescribeEvents tells it: without an id and without tags, as on AWS. */
export interface RecordedEvent {
  readonly sourceType: 'db-cluster' | 'db-cluster-snapshot' | 'db-instance';
  readonly sourceIdentifier: string;
  readonly sourceArn: string;
  readonly message: string;
  readonly categories: readonly string[];
  readonly date: Date;
}
