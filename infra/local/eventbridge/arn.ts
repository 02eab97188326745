/** Where resources live. A call and a template's place are such a place, too. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

const arnOf = ({ region, accountId }: Place, resource: string) =>
  `arn:aws:events:${region}:${accountId}:${resource}`;

export const DEFAULT_BUS = 'default';

export const busArn = (place: Place, name: string) => arnOf(place, `event-bus/${name}`);

/** Rules of the default bus go without its name. */
export const ruleArn = (place: Place, bus: string, name: string) =>
  arnOf(place, bus === DEFAULT_BUS ? `rule/${name}` : `rule/${bus}/${name}`);

export const archiveArn = (place: Place, name: string) => arnOf(place, `archive/${name}`);

export const replayArn = (place: Place, name: string) => arnOf(place, `replay/${name}`);

/** Policies name connections and API destinations without the part that is unique. */
export const connectionArn = (place: Place, name: string, uuid?: string) =>
  arnOf(place, ['connection', name, uuid ?? []].flat().join('/'));

export const apiDestinationArn = (place: Place, name: string, uuid?: string) =>
  arnOf(place, ['api-destination', name, uuid ?? []].flat().join('/'));

export interface Arn extends Place {
  readonly service: string;
  readonly resource: string;
}

export function parseArn(text: string): Arn | undefined {
  const found = /^arn:aws:([^:]*):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (found === null) return undefined;
  const [, service = '', region = '', accountId = '', resource = ''] = found;
  return { service, region, accountId, resource };
}

/** A bus by its name, which is a bus of `place`, or by its ARN, which may be one of another place. */
export function busAt(place: Place, nameOrArn: string = DEFAULT_BUS): Place & { name: string } {
  const arn = parseArn(nameOrArn);
  if (arn === undefined) {
    return { accountId: place.accountId, region: place.region, name: nameOrArn };
  }
  const { accountId, region, resource } = arn;
  return { accountId, region, name: resource.replace(/^event-bus\//, '') };
}
