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

/** Refuses what the model knows and nothing here does. */
export function refuse(input: object, ...names: readonly string[]): void {
  const given = names.filter((name) => Reflect.get(input, name) !== undefined);
  if (given.length > 0)
    throw invalidParameter(`The local Secrets Manager does not support ${given.join(', ')}.`);
}
