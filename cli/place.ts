import type { Command } from 'commander';
import { z } from 'zod';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Which deployment is meant, and where it is. */
export interface Place {
  readonly environment: string;
  /** Where none is given, what the AWS configuration of this machine says. */
  readonly region?: string | undefined;
  /** Where it is not AWS itself. */
  readonly endpointUrl?: string | undefined;
  /** The options by which it was given, to be repeated in commands that people are told to type. */
  readonly flags: readonly string[];
}

/** The options that every command takes. */
export const addPlaceOptions = (program: Command): Command =>
  program
    .option('--environment <name>', 'which deployment (or AURORA_RESTORE_ENVIRONMENT; dev)')
    .option('--region <region>', 'the region of the deployment (or AWS_REGION)')
    .option('--endpoint-url <url>', 'where AWS is, if on this machine (or AWS_ENDPOINT_URL)');

const shape = z.object({
  environment: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,15}$/, 'must be the name of an environment')
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region such as eu-west-1')
    .optional(),
  endpointUrl: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as http://127.0.0.1:4566' })
    .optional(),
});

const options = [
  { name: 'environment', flag: '--environment', variables: ['AURORA_RESTORE_ENVIRONMENT'] },
  { name: 'region', flag: '--region', variables: ['AWS_REGION', 'AWS_DEFAULT_REGION'] },
  { name: 'endpointUrl', flag: '--endpoint-url', variables: ['AWS_ENDPOINT_URL'] },
] as const;

/** What the options say, else the environment's variables. An empty variable is none. */
export function placeGiven(command: Command, env: Terminal['env']): z.infer<typeof shape> {
  const flagged = command.optsWithGlobals();
  const given: Record<string, unknown> = {};
  for (const { name, variables } of options)
    given[name] = flagged[name] ?? variables.map((variable) => env[variable]).find(Boolean);
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => {
    const { flag, name, variables } =
      options.find((option) => option.name === path[0]) ?? options[0];
    const from = flagged[name] === undefined ? variables.find((variable) => env[variable]) : flag;
    return `${from} ${message}, not ${given[name]}`;
  });
  throw new CliError(exitCodes.unusable, wrong.join('; '));
}

/** A command that serves a place of its own takes no options about it, rather than ignore them. */
export function refusePlace(
  command: Command,
  refused: readonly (typeof options)[number]['name'][],
): void {
  const flagged = command.optsWithGlobals();
  for (const { name, flag } of options)
    if (refused.includes(name) && flagged[name] !== undefined)
      throw new CliError(exitCodes.unusable, `${flag} means nothing to ${command.name()}`);
}

export function placeOf(command: Command, env: Terminal['env']): Place {
  const { environment = 'dev', region, endpointUrl } = placeGiven(command, env);
  const flagged = command.optsWithGlobals();
  const flags = options.flatMap(({ name, flag }) =>
    flagged[name] === undefined ? [] : [flag, String(flagged[name])],
  );
  return { environment, region, endpointUrl, flags };
}
