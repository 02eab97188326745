import type { Command } from 'commander';
import { z } from 'zod';
import { actAtPlace, type Context } from '../action.ts';
import { addRequestOptions } from '../restore/add-request-options.ts';

const help = `
Takes what restore takes. The deployment checks the request as it would check it for a restore, and says
everything that is in its way at once. Nothing is changed, no target is held, nobody is notified.
The plan goes to stdout; how far it is, to stderr.
Exits with 1 if the restore could not finish.

Examples:
  aurora-restore plan --source-cluster orders --target orders-test
  aurora-restore plan --file request.json --json | jq .plan.findings`;

export function addPlan(program: Command, context: Context): void {
  const command = program
    .command('plan')
    .description('say whether a restore could finish and what it would do; changes nothing')
    .allowExcessArguments(false);
  addRequestOptions(command, ['dry_run']);
  command
    .option('--json', 'the record of the operation, with its plan, as one JSON object on stdout')
    .addHelpText('after', help);
  actAtPlace(command, context, async (place) => {
    const given = shape.parse(command.opts());
    const { restoreByRequest } = await import('../restore/restore-by-request.ts');
    return await restoreByRequest({ ...given, dryRun: true, watch: true }, place, context.terminal);
  });
}

const shape = z.looseObject({
  operationId: z.string().optional(),
  file: z.string().optional(),
  json: z.boolean().default(false),
});
