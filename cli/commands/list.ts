import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { statuses } from '../../shared/operation/operation.ts';
import { actAtPlace, type Context } from '../action.ts';
import { exitCodes } from '../exit-codes.ts';

const help = `
Examples:
  aurora-restore list
  aurora-restore list --status failed --limit 5
  aurora-restore list --json | jq -r '.operations[].operation_id'`;

export function addList(program: Command, context: Context): void {
  const command = program
    .command('list')
    .description('list the operations, the latest first')
    .addOption(new Option('--status <status>', 'only those that stand so').choices(statuses))
    .option('--limit <n>', 'at most so many', wholeNumber, 20)
    .option('--json', 'their records as one JSON object on stdout')
    .allowExcessArguments(false)
    .addHelpText('after', help);
  actAtPlace(command, context, async (place) => {
    const { listOperations } = await import('../status/list-operations.ts');
    await listOperations({ ...shape.parse(command.opts()), place }, context.terminal);
    return exitCodes.ok;
  });
}

const shape = z.object({
  status: z.enum(statuses).optional(),
  limit: z.int(),
  json: z.boolean().default(false),
});

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,3}$/.test(value)) throw new InvalidArgumentError('It must be from 1 to 9999.');
  return Number(value);
}
