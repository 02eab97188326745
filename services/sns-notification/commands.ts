import { PROGRAM } from '../../shared/notification/program-name.ts';
import type { Place } from './told.ts';

/**
 * What people may type about an operation, at the place of the deployment. The environment is always named:
 * where they type it, AURORA_RESTORE_ENVIRONMENT may say another one.
 */
export function commandsFor(operationId: string, { environment, region }: Place) {
  const command = (...words: readonly string[]) =>
    [PROGRAM, ...words, '--environment', environment, '--region', region].join(' ');
  return {
    status: command('status', operationId),
    watch: command('status', operationId, '--watch'),
    settings: command('status', operationId, '--settings'),
    redrive: command('redrive', '--operation', operationId),
    cancel: command('cancel', operationId),
    clean: command('clean', '--dry-run'),
    restore: (snapshot: string, target: string) =>
      command('restore', '--snapshot', snapshot, '--target', target),
  };
}
