import type { Command } from 'commander';
import { z } from 'zod';
import { actAtPlace, type Context } from '../action.ts';

const help = `
Without --operation, --step or --all it shows what lies in the dead-letter queues and changes nothing.
A message that was overtaken since is acknowledged and changes nothing: redriving twice harms nothing.
Mend the cause first, or it fails again. Looking at a message hides it from others for a moment.

Examples:
  aurora-restore redrive
  aurora-restore redrive --operation op-1a2b3c4d
  aurora-restore redrive --step delete-rds --dry-run
  aurora-restore redrive --all`;

export function addRedrive(program: Command, context: Context): void {
  const command = program
    .command('redrive')
    .description('show what failed and lies in dead-letter queues, and send it back to go on')
    .option('--operation <id>', 'what this operation failed with')
    .option('--step <name>', 'everything that failed at this step')
    .option('--all', 'everything')
    .option('--dry-run', 'only show what would be sent')
    .option('--json', 'one JSON object on stdout')
    .allowExcessArguments(false)
    .addHelpText('after', help);
  actAtPlace(command, context, async (place) => {
    const given = shape.parse(command.opts());
    const { redrive } = await import('../redrive/redrive.ts');
    return await redrive(given, place, context.terminal);
  });
}

const shape = z.object({
  operation: z.string().optional(),
  step: z.string().optional(),
  all: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  json: z.boolean().default(false),
});
