import { createHash } from 'node:crypto';
import type { Around } from './around.ts';
import { createSecret } from './secret-operations.ts';
import type { Place } from './secrets.ts';

/**
 * Makes secrets that somebody states beside the template, by name. Their ARNs are the same at every
 * start, so that a value that was kept comes back to them.
 */
export function stateSecrets(
  texts: Readonly<Record<string, string>>,
  place: Place,
  around: Around,
): void {
  for (const [Name, SecretString] of Object.entries(texts))
    createSecret({ Name, SecretString }, place, around, suffixOf(Name));
}

const suffixOf = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 6);
