import { ServiceError } from '../service.ts';

export const notFound = (message: string) => new ServiceError('NotFoundException', message, 404);

export const keyNotFound = (arn: string) => notFound(`Key '${arn}' does not exist`);

export const aliasNotFound = (arn: string) => notFound(`Alias ${arn} is not found.`);

export const invalidArn = (message: string) => new ServiceError('InvalidArnException', message);

export const disabled = (arn: string) =>
  new ServiceError('DisabledException', `${arn} is disabled.`);

export const invalidState = (message: string) =>
  new ServiceError('KMSInvalidStateException', message, 409);

export const accessDenied = (message: string) => new ServiceError('AccessDeniedException', message);

export const invalid = (message: string) => new ServiceError('ValidationException', message);

export const malformedPolicy = (message: string) =>
  new ServiceError('MalformedPolicyDocumentException', message);

/** What AWS can do and the local KMS cannot. */
export const unsupported = (what: string) =>
  new ServiceError('UnsupportedOperationException', `The local KMS does not support ${what}.`);

/** What a dry run is answered with if the call would have succeeded. */
export const wouldSucceed = () =>
  new ServiceError(
    'DryRunOperationException',
    'The request would have succeeded, but the DryRun option is set.',
    412,
  );
