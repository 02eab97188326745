import type { ExitCode } from './exit-codes.ts';

/** What went wrong, told to people in a line, and what they can do about it. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly remedy: string | undefined;
  constructor(
    exitCode: ExitCode,
    message: string,
    { remedy, ...options }: ErrorOptions & { readonly remedy?: string } = {},
  ) {
    super(message, options);
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.remedy = remedy;
  }
}
