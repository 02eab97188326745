import { createHash } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const letters = (seed: string, length: number): string =>
  [...createHash('sha256').update(seed).digest().subarray(0, length)]
    .map((byte) => ALPHABET[byte % ALPHABET.length])
    .join('');

/** An immutable id in RDS's shape, e.g. `cluster-XJ4M…` with 26 characters after the hyphen. */
export const resourceId = (prefix: 'cluster' | 'db', uuid: string): string =>
  `${prefix}-${letters(uuid, 26)}`;

/** The part of an endpoint's name that is the same throughout one account and region. */
export const endpointSuffix = (accountId: string, region: string): string =>
  letters(`${accountId}/${region}`, 12).toLowerCase();
