import type { Command } from 'commander';
import { z } from 'zod';
import { actAtPlace, type Context } from '../action.ts';

const help = `
Exits with 1 if the operation failed, was rejected or cancelled, or does not exist. With --watch it may
have been asked for just now: it has a minute to appear.

Examples:
  aurora-restore status op-1a2b3c4d
  aurora-restore status op-1a2b3c4d --watch
  aurora-restore status op-1a2b3c4d --settings
  aurora-restore status op-1a2b3c4d --json | jq .error.remedy`;

export function addStatus(program: Command, context: Context): void {
  const command = program
    .command('status')
    .argument('<operation>', 'the id of the operation')
    .description('show how an operation stands: stages, times, what it waits for, what to do')
    .option('--watch', 'follow it to its end')
    .option('--settings', 'also every setting of the target, and where it comes from')
    .option('--json', 'its record as one JSON object on stdout')
    .addHelpText('after', help);
  actAtPlace(command, context, async (place) => {
    const given = shape.parse({ ...command.opts(), operationId: command.args[0] });
    const { showOperation } = await import('../status/show-operation.ts');
    return await showOperation({ ...given, place }, context.terminal);
  });
}

const shape = z.object({
  operationId: z.string(),
  watch: z.boolean().default(false),
  settings: z.boolean().default(false),
  json: z.boolean().default(false),
});
