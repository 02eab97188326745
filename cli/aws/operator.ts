import { randomUUID } from 'node:crypto';
import { namesOf } from '../../shared/configuration/names.ts';
import { type Done, operator } from '../../shared/operation/operator.ts';
import { Refusal } from '../../shared/operation/refusal.ts';
import { publishOn } from '../../shared/step/bus.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import { noSuchOperation, readable } from '../status/read-operation.ts';
import { line, type Terminal } from '../terminal.ts';
import { eventsClient, operationsAt } from './clients.ts';

type Verbs = ReturnType<typeof operator>;

/**
 * Does something to an operation in the operator's own name. A refusal becomes plain words; that
 * nobody could be told yet is no failure, and is said.
 */
export async function operate(
  operationId: string,
  place: Place,
  { err, env }: Pick<Terminal, 'err' | 'env'>,
  act: (verbs: Verbs) => Promise<Done>,
): Promise<Done['operation']> {
  const at = operationsAt(place, env);
  const verbs = operator({
    operations: at.operations,
    publish: publishOn(eventsClient(place, env), namesOf(place.environment).bus),
    region: await at.region(),
    now: () => new Date(),
    newId: randomUUID,
  });
  const { operation, untold } = await readable(act(verbs)).catch((error: unknown) => {
    throw error instanceof Refusal ? inPlainWords(error, operationId, place) : error;
  });
  if (untold !== undefined)
    line(
      err,
      `The bus could not be told (${untold instanceof Error ? untold.message : untold}). The watchdog will tell it within minutes.`,
    );
  return operation;
}

const inPlainWords = (refusal: Refusal, operationId: string, { environment }: Place): CliError =>
  refusal.why === 'unknown'
    ? noSuchOperation(operationId, environment)
    : new CliError(exitCodes.failed, `${refusal.message}; nothing was changed`, {
        remedy: refusal.remedy,
        cause: refusal,
      });
