import type { Operation } from '../../shared/operation/operation.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export function exitCodeOf({ status }: Pick<Operation, 'status'>): ExitCode {
  switch (status) {
    case 'completed':
    case 'in_progress':
    case 'planned':
      return exitCodes.ok;
    case 'failed':
    case 'rejected':
    case 'cancelled':
      return exitCodes.failed;
  }
}
