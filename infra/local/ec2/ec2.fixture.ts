import { CreateSecurityGroupCommand, CreateVpcCommand } from '@aws-sdk/client-ec2';
import type { Call, Permission, TemplatePlace } from '../service.ts';
import { createEc2, type Ec2Options } from './create-ec2.ts';
import { defaultNetwork } from './default-network.ts';

export const place = { accountId: '111122223333', region: 'eu-west-1' };
export const NETWORK = defaultNetwork(place);

/** A command of the SDK; its class's name tells the operation. */
interface Command<Output> {
  readonly input: object;
  resolveMiddleware(...middleware: never[]): (...request: never[]) => Promise<{ output: Output }>;
}

/** A local EC2 and words to drive it. */
export function startEc2(options: Ec2Options = {}) {
  const ec2 = createEc2(options);
  const callOf = (command: object): Call => ({
    ...place,
    service: 'ec2',
    operation: command.constructor.name.replace(/Command$/, ''),
    principal: { accountId: place.accountId, arn: `arn:aws:iam::${place.accountId}:user/tester` },
    requestId: 'request',
    endpoint: 'http://127.0.0.1:4566',
  });

  /** Resolves or rejects as the operation does. */
  const send = async <Output>(
    command: Command<Output>,
    changed: Partial<Call> = {},
  ): Promise<Output> => {
    const call = { ...callOf(command), ...changed };
    return (await ec2.service.operations[call.operation]?.(command.input as never, call)) as Output;
  };

  return {
    ...ec2,
    send,
    permissions: (command: Command<unknown>): readonly Permission[] =>
      ec2.service.permissions(command.input as never, callOf(command)),
    /** The id of a new security group. */
    group: async (GroupName: string, VpcId?: string): Promise<string> =>
      (await send(new CreateSecurityGroupCommand({ GroupName, Description: 'mine', VpcId })))
        .GroupId ?? '',
    vpc: async (): Promise<string> =>
      (await send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc?.VpcId ?? '',
    /** What a template's resource of this type is given. */
    async declared(type: string, logicalId: string, properties: object) {
      const at: TemplatePlace = { ...place, stackName: 'Network', logicalId, asset: () => '' };
      const provider = ec2.providers.find((one) => one.type === type);
      if (!provider) throw new Error(`no provider of ${type}`);
      return await provider.create(properties, at);
    },
  };
}
