/** What scripts may rely on. */
export const exitCodes = {
  ok: 0,
  /**
   * The operation failed, or was rejected or cancelled, or there is none of that name; what was planned
   * cannot finish; or not all of what was to be sent back or removed was.
   */
  failed: 1,
  /** Wrong usage, or something on this machine is missing or in the way. */
  unusable: 2,
  /** AWS cannot be reached, or denies the call. */
  aws: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodesHelp = `
Exit codes:
  0    done; of an operation: completed, still in progress, or planned and able to finish
  1    the operation failed, was rejected or cancelled, or does not exist; a planned one cannot finish;
       not everything was done
  2    wrong usage, or something on this machine is missing or in the way
  3    AWS cannot be reached or denied the call
  130  interrupted`;
