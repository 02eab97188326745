import { z } from 'zod';

/** A part of the environment that outlives a clean end of it. */
export interface Kept {
  /** All that is to come back, of what `node:v8` serializes: texts, numbers, dates, bytes, maps and sets. */
  save(): unknown;
  /**
   * Puts back what `save` gave, once templates have made what they declare. What they have made is not
   * made twice: it stays as it is declared, and gets back what it had come to hold.
   */
  restore(saved: unknown): void | Promise<void>;
}

/** Several as one. They are restored in the order in which they are named. */
export const together = (parts: Readonly<Record<string, Kept>>): Kept => ({
  save: () => Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.save()])),
  async restore(saved) {
    const all = z.record(z.string(), z.unknown()).parse(saved);
    for (const [name, part] of Object.entries(parts)) await part.restore(all[name]);
  },
});

/** Of the kind that the SDKs give and take. */
export const keptBytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Of something whose name is unique in an account's region. */
export const keptPlace = { accountId: z.string(), region: z.string() };
