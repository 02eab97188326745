import { isDeepStrictEqual } from 'node:util';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { table } from '../output/table.ts';
import { type Check, check } from './check.ts';

interface Compared {
  readonly restored: Fingerprint;
  readonly atSnapshot: Fingerprint;
  readonly source: Fingerprint;
}

/** Every table is as it was in the snapshot, and as the source is no longer. */
export function proveData({ restored, atSnapshot, source }: Compared): Check[] {
  const names = [...new Set([...keys(atSnapshot), ...keys(restored)])].sort();
  const texts = table(
    names.map((name) => {
      const [now, then, changed] = [restored, atSnapshot, source].map((of) => of.tables[name]);
      return [
        name,
        now ? `${now.rows} rows` : 'missing',
        now ? `checksum ${now.checksum}` : '',
        `as in the snapshot${isDeepStrictEqual(now, then) ? '' : ': NO'}`,
        `the source now has ${changed ? `${changed.rows}, ${changed.checksum}` : 'no such table'}`,
      ];
    }),
    { right: [1] },
  );
  return [
    ...names.map((name, index) => {
      const now = restored.tables[name];
      const same = isDeepStrictEqual(now, atSnapshot.tables[name]);
      return check(same && !isDeepStrictEqual(now, source.tables[name]), texts[index] ?? name);
    }),
    ...(['views', 'triggers', 'routines'] as const).map((kind) =>
      check(
        isDeepStrictEqual(restored[kind], atSnapshot[kind]),
        `${kind} as in the snapshot: ${Object.keys(atSnapshot[kind]).join(', ')}`,
      ),
    ),
  ];
}

const keys = ({ tables }: Fingerprint): string[] => Object.keys(tables);
