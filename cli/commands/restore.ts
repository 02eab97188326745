import { type Command, Option } from 'commander';
import { z } from 'zod';
import { actAtPlace, type Context } from '../action.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import { type Field, fields } from '../restore/fields.ts';
import type { Terminal } from '../terminal.ts';

const help = `
What is not given comes from the deployment's configuration.
Everything is checked before anything is sent. Options go before what --file says.

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
  for (const field of fields) for (const option of optionsOf(field)) command.addOption(option);
  command
    .option('--operation-id <id>', 'the id of the operation; a new one if not given')
    .option('--file <file>', 'a request as JSON, with the fields of RestoreRequested; - is stdin')
    .option('--watch', 'follow the operation to its end')
    .option('--json', 'one JSON object on stdout: the operation’s id, or with --watch its record')
    .addHelpText('after', help);
  actAtPlace(command, context, async (place) => restore(command.opts(), place, context.terminal));
}

function optionsOf({ flag, value, description, kind }: Field): Option[] {
  if (kind !== 'switch') return [new Option(`${flag} <${value}>`, description)];
  return [new Option(flag, description), new Option(flag.replace('--', '--no-'), 'do not')];
}

const shape = z.looseObject({
  operationId: z.string().optional(),
  file: z.string().optional(),
  watch: z.boolean().default(false),
  json: z.boolean().default(false),
});

async function restore(given: unknown, place: Place, terminal: Terminal): Promise<ExitCode> {
  const { restoreByRequest } = await import('../restore/restore-by-request.ts');
  return await restoreByRequest(shape.parse(given), place, terminal);
}
