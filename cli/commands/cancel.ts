import type { Command } from 'commander';
import { z } from 'zod';
import { actAtPlace, type Context } from '../action.ts';

const help = `
Deletes nothing and gives nothing back: what the operation made stays, and what it deleted is gone.
Both are told. Its target is free for another request as soon as no worker is at it any more.
What is cancelled can neither be redriven nor replayed.

Examples:
  aurora-restore cancel op-1a2b3c4d
  aurora-restore cancel op-1a2b3c4d --json | jq .resources`;

export function addCancel(program: Command, context: Context): void {
  const command = program
    .command('cancel')
    .argument('<operation>', 'the id of the operation')
    .description('end an operation where it stands, for good; destroys nothing')
    .option('--json', 'its record as one JSON object on stdout')
    .allowExcessArguments(false)
    .addHelpText('after', help);
  actAtPlace(command, context, async (place) => {
    const given = shape.parse({ ...command.opts(), operationId: command.args[0] });
    const { cancelOperation } = await import('../cancel/cancel-operation.ts');
    return await cancelOperation({ ...given, place }, context.terminal);
  });
}

const shape = z.object({ operationId: z.string(), json: z.boolean().default(false) });
