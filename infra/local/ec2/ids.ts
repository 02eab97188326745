import { createHash } from 'node:crypto';

type Prefix = 'vpc' | 'subnet' | 'sg' | 'sgr';

/** An id in EC2's shape, e.g. `sg-0a1b2c3d4e5f60718`, the same for the same seed. */
export const idOf = (prefix: Prefix, seed: string): string =>
  `${prefix}-0${createHash('sha256').update(`${prefix}/${seed}`).digest('hex').slice(0, 16)}`;

/** Older ids have eight digits. */
export const isId = (prefix: Prefix, text: string): boolean =>
  new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(text);
