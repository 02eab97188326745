import { catalogue, type Retry } from '../../shared/errors.ts';
import type { Operation, OperationError } from '../../shared/operation/operation.ts';
import { optionsFor } from '../restore/request.ts';
import type { Showing } from './status-text.ts';

/** What went wrong, why, and what to type. */
export function errorLines(
  operation: Operation,
  error: OperationError,
  showing: Showing,
): string[] {
  const { code, message, cause, remedy, reasons = [] } = error;
  const { paint } = showing;
  const told =
    reasons.length > 1
      ? [code, ...reasons.map((reason) => `  - ${reason.message}`)]
      : [`${code}: ${message}`];
  const [first = '', ...rest] = told;
  return [
    `  ${paint('red', first)}`,
    ...rest.map((line) => `  ${line}`),
    ...(cause ? [`  Cause: ${cause}`] : []),
    `  ${remedy}`,
    '',
    ...commands(operation, error, showing).map((command) => `    ${paint('bold', command)}`),
  ];
}

function commands(operation: Operation, error: OperationError, showing: Showing): string[] {
  if (operation.status === 'rejected' || retryOf(error.code) === 'new_request')
    return [['aurora-restore restore', ...optionsFor(operation.request), ...flagsOf(showing)].join(' ')];
  return [redrive(operation, error, showing)];
}

const flagsOf = ({ flags = [] }: Showing): readonly string[] => flags;

const retryOf = (code: string): Retry | undefined =>
  Object.entries(catalogue).find(([known]) => known === code)?.[1].retry;

/** Sends what lies in the dead-letter queue back to its step. */
function redrive(
  { snapshot, target }: Operation,
  { dead_letter_queue }: OperationError,
  { region, endpointUrl }: Showing,
): string {
  const [, , , ownRegion, ownAccount] = target?.old?.arn.split(':') ?? [];
  const account = ownAccount ?? snapshot?.arn.split(':')[4];
  const at = ownRegion ?? region ?? '<region>';
  const queue = `arn:aws:sqs:${at}:${account ?? '<account>'}:${dead_letter_queue}`;
  return [
    'aws',
    ...(endpointUrl ? ['--endpoint-url', endpointUrl] : []),
    `--region ${at} sqs start-message-move-task --source-arn ${queue}`,
  ].join(' ');
}
