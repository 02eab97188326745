import { ServiceError } from '../service.ts';

/**
 * In EC2's words. None of them is in its model.
 * https://docs.aws.amazon.com/ec2/latest/devguide/errors-overview.html
 */
export const malformedGroupId = (id: string) =>
  new ServiceError('InvalidGroupId.Malformed', `Invalid id: "${id}" (expecting "sg-...")`);
export const groupNotFound = (id: string) =>
  new ServiceError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
export const groupNameNotFound = (name: string, vpcId: string) =>
  new ServiceError(
    'InvalidGroup.NotFound',
    `The security group '${name}' does not exist in default VPC '${vpcId}'`,
  );
export const groupExists = (name: string, vpcId: string) =>
  new ServiceError(
    'InvalidGroup.Duplicate',
    `The security group '${name}' already exists for VPC '${vpcId}'`,
  );
export const reservedGroup = (name: string) =>
  new ServiceError('InvalidGroup.Reserved', `Cannot use reserved security group name: ${name}`);
export const defaultGroupStays = (id: string) =>
  new ServiceError(
    'CannotDelete',
    `the specified group: "${id}" name: "default" cannot be deleted by a user`,
  );
export const inUse = (id: string) =>
  new ServiceError('DependencyViolation', `resource ${id} has a dependent object`);

export const ruleExists = (rule: string) =>
  new ServiceError('InvalidPermission.Duplicate', `the specified rule "${rule}" already exists`);
export const ruleNotFound = () =>
  new ServiceError(
    'InvalidPermission.NotFound',
    'The specified rule does not exist in this security group.',
  );

export const vpcNotFound = (id: string) =>
  new ServiceError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
export const subnetNotFound = (id: string) =>
  new ServiceError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);

export const invalidValue = (message: string) => new ServiceError('InvalidParameterValue', message);
export const missing = (member: string) =>
  new ServiceError('MissingParameter', `The request must contain the parameter ${member}`);

/** What a dry run is answered with if the caller has the permission. */
export const wouldSucceed = () =>
  new ServiceError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);

/** What AWS can do and the local EC2 cannot; AWS has no such error, so nobody takes it for AWS's. */
export const notImplemented = (what: string) =>
  new ServiceError('NotImplemented', `The local EC2 does not implement ${what}.`, 501);
