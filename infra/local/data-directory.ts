import { join } from 'node:path';

/** What lies where in a directory that outlives the environment. */
export const dataDirectory = (path: string) => ({
  tables: join(path, 'dynamodb'),
  /** Of everything else, written when the environment ends. */
  state: join(path, 'environment.state'),
});
