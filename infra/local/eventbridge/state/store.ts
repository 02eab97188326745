import { busAt, DEFAULT_BUS, type Place } from '../arn.ts';
import { notFound, notServed } from '../errors.ts';
import type { ApiDestination } from './api-destination.ts';
import type { Archive } from './archive.ts';
import type { Connection } from './connection.ts';
import { type EventBus, newBus, type Rule } from './event-bus.ts';
import type { Replay } from './replay.ts';

/** What one account has in one region. */
export interface Home {
  readonly buses: Map<string, EventBus>;
  readonly archives: Map<string, Archive>;
  readonly replays: Map<string, Replay>;
  readonly connections: Map<string, Connection>;
  readonly apiDestinations: Map<string, ApiDestination>;
}

export class Store {
  readonly #homes = new Map<string, Home>();

  /** Every account has a default bus in every region. */
  home(place: Place): Home {
    const key = `${place.accountId}/${place.region}`;
    const home = this.#homes.get(key) ?? {
      buses: new Map([[DEFAULT_BUS, newBus(place)]]),
      archives: new Map(),
      replays: new Map(),
      connections: new Map(),
      apiDestinations: new Map(),
    };
    this.#homes.set(key, home);
    return home;
  }

  /** Of every account and region. */
  archives(): readonly Archive[] {
    return [...this.#homes.values()].flatMap(({ archives }) => [...archives.values()]);
  }

  /** Any bus there is, also of another account or region. */
  findBus(place: Place, nameOrArn?: string): EventBus | undefined {
    const at = busAt(place, nameOrArn);
    return this.home(at).buses.get(at.name);
  }

  /** A bus that the account at `place` works with; calls on other accounts' buses are not served. */
  bus(place: Place, nameOrArn?: string): EventBus {
    const at = busAt(place, nameOrArn);
    if (at.accountId !== place.accountId) {
      throw notServed(`Work on ${nameOrArn} from account ${place.accountId}`);
    }
    const bus = at.region === place.region ? this.findBus(place, nameOrArn) : undefined;
    if (bus === undefined) throw notFound(`Event bus ${at.name} does not exist.`);
    return bus;
  }

  rule(place: Place, busNameOrArn: string | undefined, name: string): Rule {
    const bus = this.bus(place, busNameOrArn);
    const rule = bus.rules.get(name);
    if (rule === undefined) {
      throw notFound(`Rule ${name} does not exist on EventBus ${bus.name}.`);
    }
    return rule;
  }

  archive(place: Place, name: string): Archive {
    const archive = this.home(place).archives.get(name);
    if (archive === undefined) throw notFound(`Archive ${name} does not exist.`);
    return archive;
  }

  findConnection(place: Place, arn: string): Connection | undefined {
    return [...this.home(place).connections.values()].find((each) => each.arn === arn);
  }

  findApiDestination(place: Place, arn: string): ApiDestination | undefined {
    return [...this.home(place).apiDestinations.values()].find((each) => each.arn === arn);
  }
}
