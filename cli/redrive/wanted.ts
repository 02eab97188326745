import type { Operation } from '../../shared/operation/operation.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Letter } from './letter.ts';
import { serviceNamed } from './queues.ts';

/** What an operator asks to be redriven. */
export interface Given {
  readonly operation?: string | undefined;
  readonly step?: string | undefined;
  readonly all: boolean;
}

/** Which queues are looked at, and how what lies there is sent back. */
export type Selection =
  | { readonly by: 'operation'; readonly operation: Operation }
  | { readonly by: 'step'; readonly service: string }
  | { readonly by: 'all' }
  | { readonly by: 'nothing' };

/** `find` gives the operation named, or says that there is none. */
export async function selectionOf(
  { operation, step, all }: Given,
  find: (operationId: string) => Promise<Operation>,
): Promise<Selection> {
  if ([operation !== undefined, step !== undefined, all].filter(Boolean).length > 1)
    throw new CliError(exitCodes.unusable, '--operation, --step and --all exclude one another');
  if (operation !== undefined) return { by: 'operation', operation: await find(operation) };
  if (step !== undefined) return { by: 'step', service: serviceNamed(step) };
  return { by: all ? 'all' : 'nothing' };
}

/** Whether a message is among what was asked for; without a choice every one is shown. */
export function isSelected(selection: Selection, letter: Letter): boolean {
  const { about, queue, service } = letter;
  if (selection.by === 'step') return service === selection.service;
  if (selection.by !== 'operation') return true;
  const { operation } = selection;
  if (about?.operationId !== operation.operation_id) return false;
  const lies = queueOf(operation);
  return queue.service === undefined || lies === undefined || queue.name === lies;
}

/** Where the message lies with which an operation failed. What it has left elsewhere since is overtaken. */
export const queueOf = ({ status, error }: Operation): string | undefined =>
  status === 'failed' ? error?.dead_letter_queue : undefined;
