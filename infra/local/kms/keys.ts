import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { aliasNotFound, keyNotFound } from './errors.ts';
import type { Key, KeyPolicy, Place } from './key.ts';
import { arnOf, type KeyName } from './key-name.ts';
import { servicePolicy } from './key-policy.ts';

export interface Alias {
  readonly name: string;
  readonly created: Date;
  updated: Date;
  keyId: string;
}

interface Region {
  readonly keys: Map<string, Key>;
  readonly aliases: Map<string, Alias>;
}

interface Given {
  readonly clock: Pick<Clock, 'date'>;
  readonly uuid: () => string;
  readonly randomBytes: (size: number) => Buffer;
}

interface NewKey {
  readonly policy: KeyPolicy;
  readonly description: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly manager?: Key['manager'];
  /** Makes its id, which is then the same each time; without it the id is random. */
  readonly seed?: string;
}

/** AWS's services that have a key of their own here, with what it protects. */
const SERVICES: Readonly<Record<string, string>> = {
  rds: 'RDS database volumes',
  secretsmanager: 'Secrets Manager data',
};

/** Every key and alias, by account and region. */
export class Keys {
  readonly #given: Given;
  readonly #regions = new Map<string, Region>();

  constructor(given: Given) {
    this.#given = given;
  }

  all(place: Place): readonly Key[] {
    return [...this.#at(place).keys.values()];
  }

  aliases(place: Place): Map<string, Alias> {
    return this.#at(place).aliases;
  }

  create(place: Place, { manager = 'CUSTOMER', tags, seed, ...more }: NewKey): Key {
    const { accountId, region } = place;
    const id = seed ? idOf(`${accountId}/${region}/${seed}`) : this.#given.uuid();
    const key: Key = {
      ...more,
      place: { accountId, region },
      id,
      arn: arnOf(place, `key/${id}`),
      created: this.#given.clock.date(),
      manager,
      material: this.#given.randomBytes(32),
      tags: new Map(tags),
      grants: new Map(),
      enabled: true,
      deletionDate: undefined,
    };
    this.#at(place).keys.set(id, key);
    return key;
  }

  /** An alias of AWS's own (`alias/aws/rds`) gets its key when somebody first names it. */
  find({ kind, name, place }: KeyName): Key | undefined {
    const { keys, aliases } = this.#at(place);
    if (kind === 'key') return keys.get(name);
    const service = Object.keys(SERVICES).find((known) => name === `alias/aws/${known}`);
    const alias = aliases.get(name);
    return alias ? keys.get(alias.keyId) : service ? this.#own(service, place) : undefined;
  }

  get(name: KeyName): Key {
    const key = this.find(name);
    if (!key) throw name.kind === 'key' ? keyNotFound(name.arn) : aliasNotFound(name.arn);
    return key;
  }

  /** Wherever there may be some. */
  places(): readonly Place[] {
    return [...this.#regions.keys()].map((key) => {
      const [accountId = '', region = ''] = key.split('/');
      return { accountId, region };
    });
  }

  /** One that was there before, in the place of the one that has its id. */
  putBack(key: Key): void {
    this.#at(key.place).keys.set(key.id, key);
  }

  remove({ place, id }: Key): void {
    this.#at(place).keys.delete(id);
  }

  #own(service: string, place: Place): Key {
    const key = this.create(place, {
      policy: servicePolicy(service, place),
      description: `Default key that protects my ${SERVICES[service]} when no other key is defined`,
      tags: new Map(),
      manager: 'AWS',
      seed: `alias/aws/${service}`,
    });
    this.setAlias(place, `alias/aws/${service}`, key.id);
    return key;
  }

  setAlias(place: Place, name: string, keyId: string): void {
    const { aliases } = this.#at(place);
    const now = this.#given.clock.date();
    const created = aliases.get(name)?.created ?? now;
    aliases.set(name, { name, created, updated: now, keyId });
  }

  /** A key is gone, with its aliases, once its waiting time is over. */
  #at({ accountId, region }: Place): Region {
    const at = `${accountId}/${region}`;
    const found = this.#regions.get(at) ?? { keys: new Map(), aliases: new Map() };
    this.#regions.set(at, found);
    const now = this.#given.clock.date();
    for (const { id, deletionDate } of found.keys.values())
      if (deletionDate && deletionDate <= now) {
        found.keys.delete(id);
        for (const { name, keyId } of found.aliases.values())
          if (keyId === id) found.aliases.delete(name);
      }
    return found;
  }
}

/** In the shape of a UUID. */
function idOf(seed: string): string {
  const digest = createHash('sha256').update(seed).digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
