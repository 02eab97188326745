import { authorize } from '../gateway/authorize.ts';
import type { Iam } from '../iam/iam.ts';
import { trusts } from '../iam/role.ts';
import { type Call, type LocalService, type Principal, ServiceError } from '../service.ts';
import type { Schedule } from './schedule.ts';

/** What is asked of IAM when Scheduler acts as a schedule's role. */
export type Roles = Pick<Iam, 'allows' | 'role'>;

/**
 * Takes on a schedule's role, which must trust Scheduler where it asks for the group.
 * Source: Scheduler guide, "Confused deputy prevention". The name of the session is assumed.
 */
export function assumeRole(
  iam: Roles,
  { target, groupArn }: Pick<Schedule, 'target' | 'groupArn'>,
  sessionName: string,
): Principal {
  const { RoleArn: roleArn } = target;
  const role = iam.role(roleArn);
  const context = {
    'aws:SourceArn': groupArn,
    'aws:SourceAccount': groupArn.split(':')[4] ?? '',
  };
  if (role === undefined || !trusts(role, 'scheduler.amazonaws.com', context))
    throw new ServiceError(
      'ValidationException',
      `The execution role you provide must allow AWS EventBridge Scheduler to assume the role. (${roleArn}, for ${groupArn})`,
    );
  const accountId = roleArn.split(':')[4] ?? '';
  const arn = `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`;
  return { accountId, arn, roleArn };
}

/** Calls a service as a client would that has the role. */
export async function callAs(
  principal: Principal,
  iam: Roles,
  service: LocalService,
  request: Pick<Call, 'operation' | 'region' | 'requestId' | 'endpoint'> & {
    readonly input: object;
  },
): Promise<object> {
  const { input: given, ...rest } = request;
  const call: Call = { ...rest, service: service.id, accountId: principal.accountId, principal };
  // What the service itself takes the input for is told by the operation's name alone.
  const input = given as never;
  authorize(iam, call, service.permissions(input, call));
  const operation = service.operations[call.operation];
  if (operation === undefined) throw new Error(`${service.id} does not serve ${call.operation}`);
  return (await operation(input, call)) ?? {};
}
