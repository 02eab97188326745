import { expect, test } from 'vitest';
import * as z from 'zod';
import { history } from './history.ts';

/** How many histories are tried, and from which seed on. More of them, and others, for a longer look. */
const { PROTOCOL_HISTORIES: histories, PROTOCOL_SEED: first } = z
  .object({
    PROTOCOL_HISTORIES: z.coerce.number().int().min(1).default(80),
    PROTOCOL_SEED: z.coerce.number().int().min(0).default(1),
  })
  .parse(process.env);

test(
  'whatever happens, the protocol keeps its promises',
  async () => {
    for (let seed = first; seed < first + histories; seed++) {
      const { violations, log } = await history(seed);

      expect(violations, `seed ${seed}:\n${log.join('\n')}`).toEqual([]);
    }
  },
  6 * 3_600_000,
);
