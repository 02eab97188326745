import { type Command, Option } from 'commander';
import { z } from 'zod';
import { RestoreRequested, stages } from '../../events/index.ts';
import { actAtPlace, type Context } from '../action.ts';

/** The request itself is what the operation is. */
const replayed = stages.filter((stage) => stage !== RestoreRequested.opens.stage);

const help = `
A redrive goes on where a stage failed. A replay does a stage and all that come after it once more,
as a new attempt: that mends what cannot be mended where it failed. A replay from delete_rds or
before deletes what the operation has restored until now, as it deleted the old target: under the
same guards, and with a final snapshot unless the request said no.

Only an operation that failed can be replayed, or one in progress at which no worker is, and only
while no other operation has its target. Nothing is asked; what it does is told.

Examples:
  aurora-restore replay op-1a2b3c4d --from create_instances --watch
  aurora-restore replay op-1a2b3c4d --from delete_rds`;

export function addReplay(program: Command, context: Context): void {
  const command = program
    .command('replay')
    .argument('<operation>', 'the id of the operation')
    .description('do a stage of an operation, and all after it, once more')
    .addOption(
      new Option('--from <stage>', 'the stage to begin with')
        .choices(replayed)
        .makeOptionMandatory(),
    )
    .option('--watch', 'follow the operation to its end')
    .option('--json', 'its record as one JSON object on stdout')
    .allowExcessArguments(false)
    .addHelpText('after', help);
  actAtPlace(command, context, async (place) => {
    const given = shape.parse({ ...command.opts(), operationId: command.args[0] });
    const { replayOperation } = await import('../replay/replay-operation.ts');
    return await replayOperation({ ...given, place }, context.terminal);
  });
}

const shape = z.object({
  operationId: z.string(),
  from: z.enum(stages),
  watch: z.boolean().default(false),
  json: z.boolean().default(false),
});
