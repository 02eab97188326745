import { catalogue, type Retry } from '../../shared/errors.ts';
import type { Operation, OperationError } from '../../shared/operation/operation.ts';
import { PROGRAM } from '../program-name.ts';
import { optionsFor } from '../restore/request.ts';
import type { Showing } from './showing.ts';

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
    return [
      [`${PROGRAM} restore`, ...optionsFor(operation.request), ...(showing.flags ?? [])].join(' '),
    ];
  return [redrive(error, showing)];
}

const retryOf = (code: string): Retry | undefined =>
  Object.entries(catalogue).find(([known]) => known === code)?.[1].retry;

/** Sends what lies in the dead-letter queue back to its step. */
function redrive({ dead_letter_queue }: OperationError, showing: Showing): string {
  const { region = '<region>', account = '<account>', endpointUrl } = showing;
  return [
    'aws',
    ...(endpointUrl ? ['--endpoint-url', endpointUrl] : []),
    `--region ${region} sqs start-message-move-task`,
    `--source-arn arn:aws:sqs:${region}:${account}:${dead_letter_queue}`,
  ].join(' ');
}
