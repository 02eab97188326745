import type { Clock } from '../clock.ts';
import { exists, invalidRequest, managedElsewhere, markedForDeletion, notFound } from './errors.ts';
import { Secret } from './secret.ts';

/** An account's region. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

const SUFFIX_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SUFFIX = /-[A-Za-z0-9]{6}$/;

export const arnOf = ({ region, accountId }: Place, resource: string): string =>
  `arn:aws:secretsmanager:${region}:${accountId}:secret:${resource}`;

/** Every secret, by account and region. */
export class Secrets {
  readonly #clock: Pick<Clock, 'date'>;
  readonly #choose: (below: number) => number;
  readonly #secrets = new Map<string, Map<string, Secret>>();

  constructor(clock: Pick<Clock, 'date'>, choose: (below: number) => number) {
    this.#clock = clock;
    this.#choose = choose;
  }

  /** Those that are not gone yet. */
  all(place: Place): readonly Secret[] {
    return [...this.#at(place).values()];
  }

  /** By name, complete ARN, or ARN without the suffix. */
  find(id: string, place: Place): Secret | undefined {
    const secrets = this.#at(place);
    if (!id.startsWith('arn:')) return secrets.get(id);
    const resource = id.startsWith(arnOf(place, '')) ? id.slice(arnOf(place, '').length) : '';
    const complete = secrets.get(resource.replace(SUFFIX, ''));
    return complete?.arn === id ? complete : secrets.get(resource);
  }

  /** Throws if there is none, or if it waits for its deletion. */
  get(id: string | undefined, place: Place): Secret {
    const secret = this.getEvenDeleted(id, place);
    if (secret.deletion) throw markedForDeletion();
    return secret;
  }

  /** The same for whoever would change or delete it, which only its owner may if a service has it. */
  getToChange(id: string | undefined, place: Place): Secret {
    const secret = this.get(id, place);
    if (secret.owner) throw managedElsewhere();
    return secret;
  }

  getEvenDeleted(id: string | undefined, place: Place): Secret {
    const secret = this.find(id ?? '', place);
    if (!secret) throw notFound();
    return secret;
  }

  /** The suffix makes its ARN: a random one, unless it has to be the same each time. */
  create(name: string, place: Place, suffix = this.#suffix()): Secret {
    const before = this.#at(place).get(name);
    if (before?.deletion)
      throw invalidRequest(
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    if (before) throw exists(`The operation failed because the secret ${name} already exists.`);
    const secret = new Secret(name, arnOf(place, `${name}-${suffix}`), this.#clock.date());
    this.#at(place).set(name, secret);
    return secret;
  }

  /** Those of every account and region. */
  everywhere(): readonly { readonly place: Place; readonly secret: Secret }[] {
    return [...this.#secrets.keys()].flatMap((key) => {
      const [accountId = '', region = ''] = key.split('/');
      const place = { accountId, region };
      return this.all(place).map((secret) => ({ place, secret }));
    });
  }

  /** One that was there before. */
  putBack(secret: Secret, place: Place): void {
    this.#at(place).set(secret.name, secret);
  }

  remove(secret: Secret, place: Place): void {
    this.#at(place).delete(secret.name);
  }

  #suffix(): string {
    return Array.from({ length: 6 }, () =>
      SUFFIX_LETTERS.charAt(this.#choose(SUFFIX_LETTERS.length)),
    ).join('');
  }

  #at({ accountId, region }: Place): Map<string, Secret> {
    const key = `${accountId}/${region}`;
    const secrets = this.#secrets.get(key) ?? new Map<string, Secret>();
    this.#secrets.set(key, secrets);
    const now = this.#clock.date();
    for (const [name, { deletion }] of secrets)
      if (deletion && deletion.due <= now) secrets.delete(name);
    return secrets;
  }
}
