import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { type Permission, type Principal, ServiceError } from '../service.ts';
import { type Decision, evaluate, type PolicyDocument } from './policy.ts';
import { type Role, trusts } from './role.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Whom credentials are for. */
export interface Session {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Where given, the role must trust this service, e.g. `lambda.amazonaws.com`. */
  readonly service?: string;
  readonly kill?: (() => void) | undefined;
  /** When the credentials end; without it they do not. */
  readonly expires?: Date | undefined;
}

/** The roles of every account, and who holds which access key. */
export class Iam {
  readonly #clock: Pick<Clock, 'date'>;
  readonly #defaultAccountId: string;
  readonly #uuid: () => string;
  readonly #roles = new Map<string, Role & { readonly policies: PolicyDocument[] }>();
  readonly #managedPolicies = new Map<string, PolicyDocument>();
  readonly #sessions = new Map<string, IssuedSession>();

  constructor(options: {
    readonly clock: Pick<Clock, 'date'>;
    readonly defaultAccountId?: string;
    readonly uuid?: () => string;
  }) {
    this.#clock = options.clock;
    this.#defaultAccountId = options.defaultAccountId ?? '000000000000';
    this.#uuid = options.uuid ?? randomUUID;
  }

  createRole(role: Role): void {
    if (this.#roles.has(role.arn)) throw alreadyExists(role.arn);
    this.#roles.set(role.arn, { ...role, policies: [] });
  }

  /** Gives a role what a policy allows, and takes from it what the policy denies. */
  attach(policy: PolicyDocument, roleName: string, accountId: string): void {
    const prefix = `arn:aws:iam::${accountId}:role/`;
    const role = [...this.#roles.values()].find(
      ({ name, arn }) => name === roleName && arn.startsWith(prefix),
    );
    if (role === undefined) throw noSuch(`role ${roleName} in account ${accountId}`);
    role.policies.push(policy);
  }

  createManagedPolicy(arn: string, policy: PolicyDocument): void {
    if (this.#managedPolicies.has(arn)) throw alreadyExists(arn);
    this.#managedPolicies.set(arn, policy);
  }

  managedPolicy(arn: string): PolicyDocument {
    const policy = this.#managedPolicies.get(arn);
    if (policy === undefined) throw noSuch(`managed policy ${arn}`);
    return policy;
  }

  role(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  /** New credentials of a role, as STS would give them. */
  issue({ roleArn, sessionName, service, kill, expires }: Session): Credentials {
    const role = this.#roles.get(roleArn);
    if (role === undefined) throw noSuch(`role ${roleArn}`);
    if (service !== undefined && !trusts(role, service))
      throw new ServiceError(
        'InvalidParameterValueException',
        `The role ${roleArn} cannot be assumed by ${service}: its trust policy does not allow it`,
      );
    const accountId = roleArn.split(':')[4] ?? '';
    const random = this.#uuid().replaceAll('-', '');
    const credentials = {
      accessKeyId: `ASIA${random.slice(0, 16).toUpperCase()}`,
      secretAccessKey: this.#uuid(),
      sessionToken: this.#uuid(),
    };
    const arn = `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`;
    const principal = { accountId, arn, roleArn, ...(kill && { kill }) };
    const { accessKeyId, sessionToken } = credentials;
    this.#sessions.set(accessKeyId, { principal, sessionToken, expires });
    return credentials;
  }

  /**
   * Who calls with this access key. One that was not issued is the operator of an account: of the one
   * it names, if it is twelve digits, else of the default one.
   */
  identify(accessKeyId: string, sessionToken: string | undefined): Principal {
    const session = this.#sessions.get(accessKeyId);
    if (session === undefined) {
      const accountId = /^\d{12}$/.test(accessKeyId) ? accessKeyId : this.#defaultAccountId;
      return { accountId, arn: `arn:aws:iam::${accountId}:root` };
    }
    if (session.sessionToken !== sessionToken)
      throw new ServiceError(
        'InvalidClientTokenId',
        'The security token included in the request is invalid.',
        403,
      );
    if (session.expires !== undefined && session.expires <= this.#clock.date())
      throw new ServiceError(
        'ExpiredToken',
        'The security token included in the request is expired',
        403,
      );
    return session.principal;
  }

  /** What the policies of a caller's role say. The operator may do everything. */
  allows(principal: Principal, { action, resource, context }: Permission): Decision {
    if (principal.roleArn === undefined) return 'allow';
    const policies = this.#roles.get(principal.roleArn)?.policies ?? [];
    const about = { ...this.context(principal), ...context };
    return evaluate(policies, { action, resource, context: about });
  }

  /** The condition keys that every call of a caller has. */
  context(principal: Principal): Record<string, string> {
    const now = this.#clock.date();
    return {
      'aws:CurrentTime': now.toISOString(),
      'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
      'aws:PrincipalAccount': principal.accountId,
      'aws:PrincipalArn': principal.roleArn ?? principal.arn,
      'aws:PrincipalType': principal.roleArn === undefined ? 'Account' : 'AssumedRole',
      // The local port stands for AWS's, which is reached by TLS only.
      'aws:SecureTransport': 'true',
    };
  }
}

interface IssuedSession {
  readonly principal: Principal;
  readonly sessionToken: string;
  readonly expires: Date | undefined;
}

function alreadyExists(arn: string): ServiceError {
  return new ServiceError('EntityAlreadyExists', `${arn} already exists`, 409);
}

function noSuch(what: string): ServiceError {
  return new ServiceError('NoSuchEntity', `There is no ${what}`, 404);
}
