import { isRdsError, meaningOf } from './rds-errors.ts';

/** `already-exists` is no error here: whoever asks looks whether it is ours. */
export type Creation = 'created' | 'already-exists';

/** What a call gives, or what its failure means. */
export async function told<T>(call: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    throw meaningOf(error, call);
  }
}

/** Nothing, where RDS does not know what is asked for. */
export const found = <T>(notFound: string, call: string, make: () => Promise<T | undefined>) =>
  told(call, () => make().catch(unless(notFound, undefined)));

export const creation = (exists: string, call: string, make: () => Promise<unknown>) =>
  told<Creation>(call, () =>
    make().then(() => 'created' as const, unless(exists, 'already-exists' as const)),
  );

/** What is gone already has been removed. */
export const removal = (notFound: string, call: string, make: () => Promise<unknown>) =>
  told<void>(call, () => make().then(() => undefined, unless(notFound, undefined)));

const unless =
  <T>(name: string, instead: T) =>
  (error: unknown): T => {
    if (isRdsError(error, name)) return instead;
    throw error;
  };
