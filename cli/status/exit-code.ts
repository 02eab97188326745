import type { Operation } from '../../shared/operation/operation.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export function exitCodeOf({ status, plan }: Pick<Operation, 'status' | 'plan'>): ExitCode {
  switch (status) {
    case 'completed':
    case 'queued':
    case 'in_progress':
      return exitCodes.ok;
    case 'planned':
      return plan?.can_finish ? exitCodes.ok : exitCodes.failed;
    case 'failed':
    case 'rejected':
    case 'cancelled':
      return exitCodes.failed;
  }
}
