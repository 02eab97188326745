import { ZodError } from 'zod';
import type { Operation } from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { PROGRAM } from '../program-name.ts';

/** A record that another version of the pipeline wrote is told as such. */
export async function readable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    throw new CliError(
      exitCodes.failed,
      'the record of an operation is not one that this version can read',
      { remedy: 'Use the version of aurora-restore that is deployed.', cause: error },
    );
  }
}

export const readOperation = (
  operations: Pick<Operations, 'read'>,
  operationId: string,
): Promise<Operation | undefined> => readable(operations.read(operationId));

export const noSuchOperation = (operationId: string, environment: string): CliError =>
  new CliError(exitCodes.failed, `there is no operation ${operationId} in ${environment}`, {
    remedy: `See those that there are with: ${PROGRAM} list`,
  });
