import type { Command } from 'commander';
import { z } from 'zod';
import { actAtPlace, type Context } from '../action.ts';
import { addRequestOptions } from '../restore/add-request-options.ts';

const help = `
What is not given comes from the deployment's configuration.
Everything is checked before anything is sent. Options go before what --file says.
With --dry-run it is what aurora-restore plan is.

Examples:
  aurora-restore restore --snapshot nightly-2026-11-20 --target orders-test --watch
  aurora-restore restore --source-cluster orders --snapshot-date 2026-11-20 --target orders-test
  aurora-restore restore --file request.json --no-final-snapshot
  echo '{"snapshot_name":"nightly","target_cluster_id":"orders-test"}' | aurora-restore restore --file -`;

export function addRestore(program: Command, context: Context): void {
  const command = program
    .command('restore')
    .description('ask for a restore: puts RestoreRequested on the bus of the deployment')
    .allowExcessArguments(false);
  addRequestOptions(command);
  command
    .option('--watch', 'follow the operation to its end')
    .option('--json', 'one JSON object on stdout: the operation’s id, or with --watch its record')
    .addHelpText('after', help);
  actAtPlace(command, context, async (place) => {
    const { restoreByRequest } = await import('../restore/restore-by-request.ts');
    return await restoreByRequest(shape.parse(command.opts()), place, context.terminal);
  });
}

const shape = z.looseObject({
  operationId: z.string().optional(),
  file: z.string().optional(),
  watch: z.boolean().default(false),
  json: z.boolean().default(false),
});
