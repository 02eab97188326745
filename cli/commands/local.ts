import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import type { Context } from '../action.ts';
import { placeGiven, refusePlace } from '../place.ts';

const help = `
Nothing of AWS is used, and no credentials are needed. The template is synthesized first where the
sources have changed. A MariaDB server is found, or fetched once without root.
When everything can be used it prints a line that begins with "ready", or with --json one object, and
goes on until SIGINT or SIGTERM stops it and its servers.
The environment's name is what the configuration says. With a --data-dir the next run takes everything
over, restores in progress too, if this one was stopped and not killed.

Examples:
  aurora-restore local
  aurora-restore local --sample dump.sql.gz --port 5566
  aurora-restore local --json --data-dir ./local-data
  aurora-restore local --config webhooks.json --secrets secrets.json`;

export function addLocal(program: Command, { terminal, end }: Context): void {
  const command = program
    .command('local')
    .description('bring the whole pipeline up on this machine, with a source cluster, and keep it')
    .option('--port <port>', 'where it listens, on 127.0.0.1; 0 takes a free one', port, 4566)
    .option('--sample <file>', 'SQL to load, also gzipped; a generated database if not given')
    .option(
      '--data-dir <dir>',
      'where everything is kept for the next run; else it is removed at the end',
    )
    .option(
      '--config <file>',
      'configuration of the deployment (or AURORA_RESTORE_CONFIG; infra/configuration.json)',
    )
    .option(
      '--secrets <file>',
      'JSON with what is in the secrets that the configuration names: {"name": "text", ...}',
    )
    .option('--logs', 'show what the functions log, on stderr')
    .option('--json', 'one JSON object on stdout when it is ready')
    .allowExcessArguments(false)
    .addHelpText('after', help);
  command.action(async () => {
    refusePlace(command, ['environment', 'endpointUrl']);
    const given = shape.parse(command.opts());
    const { region } = placeGiven(command, terminal.env);
    const { runLocal } = await import('../local/run-local.ts');
    end(
      await runLocal(
        { ...given, region, dataDirectory: given.dataDir, configurationFile: given.config },
        terminal,
      ),
    );
  });
}

const shape = z.object({
  port: z.int(),
  sample: z.string().optional(),
  dataDir: z.string().min(1).optional(),
  config: z.string().min(1).optional(),
  secrets: z.string().min(1).optional(),
  logs: z.boolean().default(false),
  json: z.boolean().default(false),
});

function port(value: string): number {
  const parsed = Number(value);
  if (!/^\d+$/.test(value) || parsed > 65_535)
    throw new InvalidArgumentError('It must be from 0 to 65535.');
  return parsed;
}
