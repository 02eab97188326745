/** Why a pattern is not one. Each service has its own error code for it. */
export class InvalidPattern extends Error {
  constructor(reason: string, path?: string) {
    super(path === undefined ? reason : `${reason} (at ${path})`);
  }
}
