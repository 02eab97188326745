import { createHash } from 'node:crypto';

export interface Place {
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
}

/** What `Ref` gives for `AWS::...`, except `AWS::NoValue`. */
export function pseudoParameters({ stackName, region, accountId, partition }: Place) {
  const id = createHash('sha256').update(stackName).digest('hex');
  const uuid = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
  return new Map<string, string | readonly string[]>([
    ['AWS::AccountId', accountId],
    ['AWS::NotificationARNs', []],
    ['AWS::Partition', partition],
    ['AWS::Region', region],
    [
      'AWS::StackId',
      `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/${uuid}`,
    ],
    ['AWS::StackName', stackName],
    ['AWS::URLSuffix', partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'],
  ]);
}
