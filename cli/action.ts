import type { Command } from 'commander';
import { explainAws } from './aws/explain.ts';
import { CliError } from './cli-error.ts';
import type { ExitCode } from './exit-codes.ts';
import { type Place, placeOf } from './place.ts';
import type { Terminal } from './terminal.ts';

/** What commands are built with. */
export interface Context {
  readonly terminal: Terminal;
  readonly end: (code: ExitCode) => void;
}

/** Makes a command one that talks to a deployment: errors of AWS become plain words. */
export const actAtPlace = (
  command: Command,
  { terminal, end }: Context,
  act: (place: Place) => Promise<ExitCode>,
): void => {
  command.action(async () => {
    const place = placeOf(command, terminal.env);
    try {
      end(await act(place));
    } catch (error) {
      throw error instanceof CliError ? error : (explainAws(error, place) ?? error);
    }
  });
};
