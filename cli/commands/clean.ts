import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { actAtPlace, type Context } from '../action.ts';

const help = `
Shows what failed, cancelled and rejected operations made and left: copies of snapshots, half-restored
clusters with their instances. Then asks, and removes it. Removed is only what carries the tags of such
an operation and stands in its record, never what a completed operation restored, a cluster that was
made under the same name since, or one whose name another operation holds. Final snapshots go only by
name. An operation whose leftovers are gone cannot be redriven; put a new request.

Without a terminal and without --yes it only shows, and exits with 2. If something could not be
removed it exits with 1.

Examples:
  aurora-restore clean --dry-run
  aurora-restore clean --older-than 2d
  aurora-restore clean --final-snapshot aurora-restore-op-1a2b3c4d-final-1`;

export function addClean(program: Command, context: Context): void {
  const command = program
    .command('clean')
    .description('remove what operations left that did not complete')
    .addOption(
      new Option('--older-than <time>', 'of operations that ended so long ago: 7d, 12h, 30m, 0m')
        .argParser(milliseconds)
        .default(milliseconds('7d'), '7d'),
    )
    .option('--final-snapshot <name>', 'this final snapshot, too; may be repeated', collect, [])
    .option('--dry-run', 'only show what would be removed')
    .option('--yes', 'do not ask')
    .option('--json', 'one JSON object on stdout')
    .allowExcessArguments(false)
    .addHelpText('after', help);
  actAtPlace(command, context, async (place) => {
    const { olderThan, finalSnapshot, ...given } = shape.parse(command.opts());
    const { clean } = await import('../clean/clean.ts');
    const wanted = { ...given, olderThanMs: olderThan, finalSnapshots: finalSnapshot };
    return await clean(wanted, place, context.terminal);
  });
}

const shape = z.object({
  olderThan: z.number(),
  finalSnapshot: z.array(z.string().min(1)),
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
  json: z.boolean().default(false),
});

const units = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

function milliseconds(value: string): number {
  const [, count = '', unit = 'd'] = /^(\d{1,4})([dhm])$/.exec(value) ?? [];
  if (count === '')
    throw new InvalidArgumentError(
      'It must be a number of days, hours or minutes, such as 7d, 12h, 30m or 0m.',
    );
  return Number(count) * units[unit === 'h' || unit === 'm' ? unit : 'd'];
}

const collect = (value: string, before: readonly string[]): string[] => [
  ...before,
  value.toLowerCase(),
];
