import { CfnCondition, Fn, Token } from 'aws-cdk-lib';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { Names } from '../names.ts';

export interface SecurityGroupsProps {
  readonly names: Names;
  readonly vpcId: string;
}

/** Who may speak with whom in the VPC. */
export class SecurityGroups extends Construct {
  /** That of the functions that reach databases, wherever they are. Nobody speaks to them. */
  readonly functions: string;
  /** For a cluster that those functions alone may reach. */
  readonly isolation: string;

  constructor(scope: Construct, id: string, { names, vpcId }: SecurityGroupsProps) {
    super(scope, id);
    const functions = new CfnSecurityGroup(this, 'Functions', {
      vpcId,
      groupName: `${names.prefix}-functions`,
      groupDescription: 'Functions of the Aurora restore pipeline',
      securityGroupEgress: [{ ipProtocol: '-1', cidrIp: '0.0.0.0/0' }],
    });
    this.functions = functions.attrGroupId;
    this.isolation = new CfnSecurityGroup(this, 'Isolation', {
      vpcId,
      groupName: `${names.prefix}-isolation`,
      groupDescription: 'Restored clusters that only the Aurora restore pipeline may reach',
      securityGroupIngress: [
        {
          ipProtocol: 'tcp',
          fromPort: 0,
          toPort: 65_535,
          sourceSecurityGroupId: this.functions,
          description: 'The pipeline, whatever the port of the cluster',
        },
      ],
      /** With no rule at all everything could go out. */
      securityGroupEgress: [
        { ipProtocol: '-1', cidrIp: '127.0.0.1/32', description: 'Nothing goes out' },
      ],
    }).attrGroupId;
  }

  /**
   * The group of the functions, and further ones beside it. CloudFormation cannot add to a list that is
   * a parameter, and holds an empty one for a list of one empty text.
   */
  withFurther(further: readonly string[]): string[] {
    if (!Token.isUnresolved(further)) return [this.functions, ...further];
    const joined = Fn.join(',', [...further]);
    const none = new CfnCondition(this, 'NoFurther', {
      expression: Fn.conditionEquals(joined, ''),
    });
    const both = Fn.split(',', Fn.join(',', [this.functions, joined]));
    return Token.asList(Fn.conditionIf(none.logicalId, [this.functions], both));
  }
}
