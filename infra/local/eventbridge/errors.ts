import { ServiceError } from '../service.ts';

/** The errors that several operations answer with, in the words of AWS. */
export const invalid = (message: string) => new ServiceError('ValidationException', message);

export const invalidParameter = (parameter: string, reason: string) =>
  invalid(`Parameter ${parameter} is not valid. Reason: ${reason}`);

export const notFound = (what: string) => new ServiceError('ResourceNotFoundException', what);

export const alreadyExists = (what: string) =>
  new ServiceError('ResourceAlreadyExistsException', `${what} already exists.`);

export const limitExceeded = () =>
  new ServiceError(
    'LimitExceededException',
    'The requested resource exceeds the maximum number allowed.',
  );

export const accessDenied = (who: string, action: string, resource: string) =>
  new ServiceError(
    'AccessDeniedException',
    `User: ${who} is not authorized to perform: ${action} on resource: ${resource} because no resource-based policy allows the ${action} action`,
  );

/** What AWS can do and this cannot; AWS has no such error, so nobody takes it for AWS's. */
export const notServed = (what: string) =>
  new ServiceError('NotImplemented', `${what} is not served locally.`, 501);
