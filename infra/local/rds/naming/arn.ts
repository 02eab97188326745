/** Where resources live: names are unique within one of these. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

const KINDS = [
  'cluster',
  'cluster-snapshot',
  'db',
  'subgrp',
  'pg',
  'cluster-pg',
  'og',
  'global-cluster',
] as const;

/** The resource types of RDS ARNs that the local RDS knows. */
export type ResourceKind = (typeof KINDS)[number];

export interface Located {
  readonly place: Place;
  readonly name: string;
}

export const arnOf = (place: Place, kind: ResourceKind, name: string): string =>
  `arn:aws:rds:${place.region}:${place.accountId}:${kind}:${name}`;

const RDS_ARN = /^arn:aws:rds:(?<region>[^:]+):(?<accountId>[^:]+):(?<kind>[^:]+):(?<name>.+)$/;

/** The parts of a known resource's ARN; `undefined` for anything else. An automated snapshot's name has a colon. */
export const parseArn = (text: string): (Located & { readonly kind: ResourceKind }) | undefined => {
  const { region, accountId, kind: type, name } = RDS_ARN.exec(text)?.groups ?? {};
  const kind = KINDS.find((known) => known === type);
  if (!region || !accountId || !kind || !name) return undefined;
  return { place: { region, accountId }, kind, name: name.toLowerCase() };
};

/** Most members take a name, which is one of the caller's place, or an ARN. */
export const locate = (nameOrArn: string, kind: ResourceKind, caller: Place): Located => {
  const arn = parseArn(nameOrArn);
  if (arn?.kind === kind) return arn;
  const { accountId, region } = caller;
  return { place: { accountId, region }, name: nameOrArn.toLowerCase() };
};

export const samePlace = (a: Place, b: Place): boolean =>
  a.accountId === b.accountId && a.region === b.region;
