import type { GetRandomPasswordRequest } from '@aws-sdk/client-secrets-manager';
import { invalidParameter } from './errors.ts';

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const UPPERCASE = LOWERCASE.toUpperCase();
const NUMBERS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

const DEFAULT_LENGTH = 32;
const LONGEST = 4096;

/** As `GetRandomPassword` and a template's `GenerateSecretString` ask. */
export function randomPassword(
  options: GetRandomPasswordRequest,
  choose: (below: number) => number,
): string {
  const { PasswordLength: length = DEFAULT_LENGTH, RequireEachIncludedType = true } = options;
  if (length < 1 || length > LONGEST)
    throw invalidParameter(`PasswordLength must be between 1 and ${LONGEST}.`);
  const types = includedTypes(options);
  if (types.length === 0)
    throw invalidParameter('Every character is excluded: no password can be generated.');
  if (RequireEachIncludedType && types.length > length)
    throw invalidParameter(
      `A password of ${length} characters cannot include each of ${types.length} types.`,
    );

  const pick = (from: string) => from.charAt(choose(from.length));
  const required = RequireEachIncludedType ? types.map(pick) : [];
  const every = types.join('');
  const rest = Array.from({ length: length - required.length }, () => pick(every));
  return shuffled([...required, ...rest], choose).join('');
}

function includedTypes(options: GetRandomPasswordRequest): readonly string[] {
  const excluded = new Set(options.ExcludeCharacters ?? '');
  return [
    options.ExcludeLowercase ? '' : LOWERCASE,
    options.ExcludeUppercase ? '' : UPPERCASE,
    options.ExcludeNumbers ? '' : NUMBERS,
    options.ExcludePunctuation ? '' : PUNCTUATION,
    options.IncludeSpace ? ' ' : '',
  ]
    .map((type) => [...type].filter((character) => !excluded.has(character)).join(''))
    .filter((type) => type !== '');
}

/** Moves the required characters, which come first, to where nobody expects them. */
function shuffled(
  characters: readonly string[],
  choose: (below: number) => number,
): readonly string[] {
  const left = [...characters];
  return characters.flatMap(() => left.splice(choose(left.length), 1));
}
