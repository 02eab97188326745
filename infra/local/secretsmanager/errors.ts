import { ServiceError } from '../service.ts';

export const notFound = (what = '') =>
  new ServiceError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret${what}.`,
  );

export const noValueAt = (stageOrVersion: string) =>
  new ServiceError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${stageOrVersion}`,
  );

export const exists = (message: string) => new ServiceError('ResourceExistsException', message);

export const invalidRequest = (message: string) =>
  new ServiceError('InvalidRequestException', message);

export const invalidParameter = (message: string) =>
  new ServiceError('InvalidParameterException', message);

export const markedForDeletion = () =>
  invalidRequest(
    "You can't perform this operation on the secret because it was marked for deletion.",
  );

/**
 * In the words of the API reference. Of what is done to a secret that another service manages, the
 * user guide ("Secrets managed by other AWS services") says only that such services restrict it.
 * Assumed: its value, its versions and its life are theirs; its tags and its policy are not.
 */
export const managedElsewhere = () =>
  invalidRequest(
    'The secret is managed by another service, and you must use that service to update it.',
  );

/** Refuses what the model knows and nothing here does. */
export function refuse(input: object, ...names: readonly string[]): void {
  const given = names.filter((name) => Reflect.get(input, name) !== undefined);
  if (given.length > 0)
    throw invalidParameter(`The local Secrets Manager does not support ${given.join(', ')}.`);
}
