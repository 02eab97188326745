import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AptPackage } from './apt.ts';

const pins = z
  .record(z.string(), z.string().regex(/^[0-9a-f]{64}$/))
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../mariadb.lock.json'), 'utf8')));

/**
 * Whether the lock file vouches for the package. Throws if it names another checksum for this very
 * version. Debian removes old versions from its mirrors, so a version that the lock file does not
 * know is let through on apt's own check of signatures.
 */
export const checkPin = (
  { name, version, architecture }: AptPackage,
  sha256: string,
  locked: Readonly<Record<string, string>> = pins,
): boolean => {
  const expected = locked[`${name}_${version}_${architecture}`];
  if (expected !== undefined && expected !== sha256)
    throw new Error(
      `${name} ${version} has checksum ${sha256}, but the lock file says ${expected}`,
    );
  return expected !== undefined;
};
