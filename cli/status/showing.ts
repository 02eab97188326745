import type { operationsAt } from '../aws/clients.ts';
import { type Paint, paintFor } from '../output/paint.ts';
import type { Place } from '../place.ts';
import type { Output, Terminal } from '../terminal.ts';

/** What the text about an operation needs to know besides it. */
export interface Showing {
  readonly now: Date;
  readonly paint: Paint;
  /** Options to repeat in commands that people are told to type. */
  readonly flags?: readonly string[] | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

export async function showingAt(
  { flags, endpointUrl }: Place,
  at: Pick<ReturnType<typeof operationsAt>, 'region' | 'account'>,
  output: Output,
  env: Terminal['env'],
): Promise<Omit<Showing, 'now'>> {
  const [region, account] = await Promise.all([at.region(), at.account()]);
  return { paint: paintFor(output, env), flags, endpointUrl, region, account };
}
