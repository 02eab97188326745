import { invalid, invalidArn, notFound } from './errors.ts';
import type { Place } from './key.ts';

/** A key as a request names it. */
export interface KeyName {
  readonly place: Place;
  readonly kind: 'key' | 'alias';
  /** The key's id, or the alias with `alias/` before it. */
  readonly name: string;
  readonly arn: string;
}

export const arnOf = ({ region, accountId }: Place, resource: string): string =>
  `arn:aws:kms:${region}:${accountId}:${resource}`;

const ARN = /^arn:aws:kms:(?<region>[^:]+):(?<accountId>\d{12}):(?<resource>(?:key|alias)\/.+)$/;

/** A key may be named by its id, its ARN, its alias or its alias's ARN; the first and third are the caller's. */
export function parseKeyName(text: string | undefined, caller: Place): KeyName {
  if (!text) throw invalid('KeyId must not be empty');
  if (!text.startsWith('arn:')) {
    const { accountId, region } = caller;
    return named({ accountId, region }, text.startsWith('alias/') ? text : `key/${text}`);
  }
  const { region, accountId, resource } = ARN.exec(text)?.groups ?? {};
  if (!region || !accountId || !resource) throw invalidArn(`${text} is not a valid ARN`);
  /** KMS answers for its own region only, and says it so. */
  if (region !== caller.region) throw notFound(`Invalid arn ${region}`);
  return named({ accountId, region }, resource);
}

const named = (place: Place, resource: string): KeyName => {
  const alias = resource.startsWith('alias/');
  return {
    place,
    kind: alias ? 'alias' : 'key',
    name: alias ? resource : resource.slice('key/'.length),
    arn: arnOf(place, resource),
  };
};
