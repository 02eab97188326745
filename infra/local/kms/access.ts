import type { Iam } from '../iam/iam.ts';
import { decideTogether } from '../iam/root-of-trust.ts';
import type { Principal } from '../service.ts';
import { accessDenied } from './errors.ts';
import { type GrantUse, grantsFor } from './grant.ts';
import type { Key, KeyPolicy } from './key.ts';
import { type KeyName, parseKeyName } from './key-name.ts';
import type { Keys } from './keys.ts';

/** Who asks, and where. */
export interface Caller {
  readonly principal: Principal;
  readonly accountId: string;
  readonly region: string;
}

export interface Asked extends GrantUse {
  /** Without `kms:`, e.g. `DescribeKey`. */
  readonly action: string;
  /** The service of AWS that calls on the caller's behalf, e.g. `rds`. */
  readonly via?: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Keys for whoever is allowed what they ask of them. */
export class Access {
  readonly #keys: Keys;
  readonly #iam: Pick<Iam, 'allows' | 'context'>;

  constructor(keys: Keys, iam: Pick<Iam, 'allows' | 'context'>) {
    this.#keys = keys;
    this.#iam = iam;
  }

  /** The key that a request names, if the caller may do this with it. */
  key(keyId: string | undefined, caller: Caller, asked: Asked): Key {
    const name = parseKeyName(keyId, caller);
    const key =
      name.place.accountId === caller.accountId ? this.#keys.get(name) : this.#foreign(name);
    if (!key) throw this.#denied(caller, asked.action, name.arn);
    this.check(key, caller, {
      ...asked,
      context: {
        ...(name.kind === 'alias' && { 'kms:RequestAlias': name.name }),
        ...asked.context,
      },
    });
    return key;
  }

  check(key: Key, caller: Caller, asked: Asked): void {
    if (!this.allows(key, caller, asked)) throw this.#denied(caller, asked.action, key.arn);
  }

  /**
   * The key's policy is the root of trust. IAM policies count where it gives the caller's account the
   * permission; a grant allows what the policy does not speak of. A caller of another account needs
   * its own account's IAM policies too, and any denial outweighs everything.
   * https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
   */
  allows(key: Key, caller: Caller, asked: Asked, policy: KeyPolicy = key.policy): boolean {
    const { principal } = caller;
    const context = this.#context(key, caller, asked);
    const permission = { action: `kms:${asked.action}`, resource: key.arn, context };
    const guarded = { policy: policy.document, accountId: key.place.accountId };
    const decision = decideTogether(this.#iam, principal, guarded, permission);
    if (decision !== 'none') return decision === 'allow';
    const own = principal.accountId === key.place.accountId;
    const mayHaveGrants = own || this.#iam.allows(principal, permission) === 'allow';
    return mayHaveGrants && grantsFor(key, principal, asked.action, asked).length > 0;
  }

  #context(
    key: Key,
    { principal, region }: Caller,
    { via, context, encryptionContext = {} }: Asked,
  ): Record<string, string | readonly string[]> {
    const aliases = [...this.#keys.aliases(key.place).values()]
      .filter(({ keyId }) => keyId === key.id)
      .map(({ name }) => name);
    const told: Record<string, string | readonly string[]> = {
      'aws:RequestedRegion': region,
      'kms:CallerAccount': principal.accountId,
      ...(via && { 'kms:ViaService': `${via}.${region}.amazonaws.com` }),
      ...(aliases.length > 0 && { 'kms:ResourceAliases': aliases }),
      ...context,
    };
    for (const [name, value] of key.tags) told[`aws:ResourceTag/${name}`] = value;
    for (const [name, value] of Object.entries(encryptionContext))
      told[`kms:EncryptionContext:${name}`] = value;
    const contextKeys = Object.keys(encryptionContext);
    return contextKeys.length > 0 ? { ...told, 'kms:EncryptionContextKeys': contextKeys } : told;
  }

  /** Whether another account's key exists is nobody's business; an alias of its service is not made. */
  #foreign(name: KeyName): Key | undefined {
    const known = name.kind === 'key' || this.#keys.aliases(name.place).has(name.name);
    return known ? this.#keys.find(name) : undefined;
  }

  #denied({ principal }: Caller, action: string, arn: string) {
    const reason =
      arn.split(':')[4] === principal.accountId
        ? `because neither the key's policy with the caller's identity-based policies, nor a grant, allows the kms:${action} action`
        : 'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';
    return accessDenied(
      `User: ${principal.arn} is not authorized to perform: kms:${action} on resource: ${arn} ${reason}`,
    );
  }
}
