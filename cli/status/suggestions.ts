import { RestoreRequested, type Stage } from '../../events/index.ts';
import { type ErrorCode, retryOf } from '../../shared/errors.ts';
import type { Operation, OperationError } from '../../shared/operation/operation.ts';
import { PROGRAM } from '../program-name.ts';
import { commandFor } from '../restore/request.ts';

/** What to type once the cause is mended; nothing that could only fail in the same way again. */
export function suggestions(
  operation: Operation,
  error: OperationError,
  flags: readonly string[] = [],
): string[] {
  const command = (...words: string[]) => [PROGRAM, ...words, ...flags].join(' ');
  const { operation_id, request } = operation;
  if (operation.status === 'rejected') {
    const again = corrected(request, error);
    return again ? [command(...commandFor(again))] : [];
  }
  const from = replayFrom(operation, error);
  return [
    helpsRedriven(error.code)
      ? command('redrive --operation', operation_id)
      : command(...commandFor(request)),
    ...(from ? [command('replay', operation_id, '--from', from)] : []),
    command('cancel', operation_id),
  ];
}

/** Who has lost its target to a newer restore stays failed however often it is redriven. */
const helpsRedriven = (code: string): boolean =>
  code !== 'TARGET_LOCKED' && retryOf(code) !== 'new_request';

/** Stages from which to begin again where going on from the failed one cannot help. */
const begins: Partial<Record<ErrorCode, Stage>> = {
  SNAPSHOT_COPY_FAILED: 'copy_snapshot',
  CLUSTER_RESTORE_FAILED: 'delete_rds',
  CLUSTER_VANISHED: 'restore_snapshot',
  INSTANCE_FAILED: 'create_instances',
};

function replayFrom({ step }: Operation, { code }: OperationError): Stage | undefined {
  const begin = Object.entries(begins).find(([known]) => known === code)?.[1];
  /** The request itself cannot be replayed. */
  const again = helpsRedriven(code) && step !== RestoreRequested.opens.stage;
  return begin ?? (again ? step : undefined);
}

/**
 * The request with a gap for every field that was refused. The same request would be rejected again,
 * unless what it was rejected for is not a matter of the request alone.
 */
function corrected(
  request: Operation['request'],
  { code, reasons = [] }: OperationError,
): Record<string, unknown> | undefined {
  const asked = { ...request };
  let changed = false;
  for (const { field = '' } of reasons) {
    const [name = ''] = field.split('.');
    if (asked[name] === undefined || name === 'operation_id') continue;
    asked[name] = `<${name}>`;
    changed = true;
  }
  const mayPass = [code, ...reasons.map((reason) => reason.code)].some(
    (each) => each === 'OPERATION_ID_TAKEN' || retryOf(each) !== 'new_request',
  );
  return changed || mayPass ? asked : undefined;
}
