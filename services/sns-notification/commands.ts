import { PROGRAM } from '../../shared/notification/program-name.ts';
import type { Place } from './told.ts';

/** What people may type about an operation, at the place of the deployment. */
export function commandsFor(operationId: string, { environment, region }: Place) {
  const place = environment === 'dev' ? [] : ['--environment', environment];
  const command = (...words: readonly string[]) =>
    [PROGRAM, ...words, ...place, '--region', region].join(' ');
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
