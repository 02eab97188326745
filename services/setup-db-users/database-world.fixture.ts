import { aCluster, anInstance } from '../../shared/aurora/aurora.fixture.ts';
import {
  type Configuration,
  parseConfiguration,
} from '../../shared/configuration/configuration.ts';
import {
  type Connect,
  type Database,
  type Login,
  StatementRefused,
  StatementStopped,
} from '../../shared/database/database.ts';
import type { UserSecrets } from '../../shared/database/user-secrets.ts';
import { NotYet, StepFailure } from '../../shared/errors.ts';
import type { Resource } from '../../shared/operation/operation.ts';
import type { ClusterSettings } from '../../shared/operation/settings.ts';
import type { Answer } from '../../shared/step/answer.ts';
import { aDetail, someSettings, someTarget } from '../../test/fixtures/steps/operation.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { setupDbUsers } from './setup-db-users.ts';

export const defaults = parseConfiguration({}, 'test').database;
export const PASSWORD = 'hunter2';
export const MANAGED = 'hunter3';

export const restored = (attempt: number, resource_id = 'cluster-NEW'): Resource => ({
  kind: 'cluster',
  id: 'target',
  role: 'target',
  attempt,
  resource_id,
});

/** A restored cluster, its server and its secrets. */
export class DatabaseWorld extends World {
  /** The users' passwords, as the server has them. */
  readonly accounts = new Map<string, string>([['admin', 'master']]);
  readonly secrets = new Map<string, { pending?: string; current?: string }>();
  /** Refuses statements that begin like this. */
  refuses: string | undefined;
  /** Never ends statements that begin like this. */
  hangs: string | undefined;
  /** The account that may not log in, whatever its password. */
  locked: string | undefined;
  /** Whether no earlier connection is still at work. */
  alone = true;
  declared: Configuration['database'] = { ...defaults, schemas: ['shop'] };
  /** What the snapshot's data holds beside: accounts and whether they are locked, events, replication. */
  readonly others = new Map<string, 'open' | 'locked'>();
  readonly events = new Set<string>();
  readonly sources: { host: string; port: number }[] = [];
  /** Whether ending its replication has no effect. */
  replicatesOn = false;
  /** The passwords that RDS gives its own secrets, one a look, the last one again and again. */
  managed: string[] = [MANAGED];

  constructor(settings: Partial<ClusterSettings> = {}) {
    super({
      resources: { 'cluster-1': restored(1) },
      target: { ...someTarget, settings: { ...someSettings, ...settings } },
    });
    this.addCluster(aCluster({ resource_id: 'cluster-NEW' }), anInstance('target-1'));
  }

  setUp = () =>
    setupDbUsers({
      aurora: this.aurora,
      connect: this.connect,
      masterLogin: (secretId) => ({ read: async () => this.#masterLogin(secretId) }),
      userSecrets: this.userSecrets,
      configuration: { environment: 'dev', database: this.declared },
    })(
      this.input(
        aDetail({
          target_cluster_id: 'target',
          endpoint: 'writer.example',
          port: 3307,
          instance_ids: ['target-1'],
        }),
      ),
    );

  /** RDS gets done with what it was asked for. */
  settle(): void {
    const { master_user_secret: secret } = this.clusters.get('target') ?? {};
    const password = secret ? this.managed.at(-1) : this.masterPassword;
    this.accounts.set('admin', password ?? 'master');
    this.changeCluster('target', {
      status: 'available',
      pending: [],
      master_user_secret: secret && { ...secret, status: 'active' },
    });
  }

  /** Runs until it is done, with RDS settling what it waits for. */
  async finish(): Promise<Answer> {
    for (let run = 0; run < 5; run++)
      try {
        return await this.setUp();
      } catch (error) {
        if (!(error instanceof NotYet)) throw error;
        this.settle();
      }
    throw new Error('it waits for ever');
  }

  #masterLogin(secretId: string): Login {
    this.note(`read ${secretId}`);
    const username = 'admin';
    if (!secretId.includes('rds!')) return { username, password: 'master' };
    const [password = '', ...later] = this.managed;
    if (later.length > 0) this.managed = later;
    return { username, password, whose: `the master user of ${secretId}` };
  }

  readonly connect: Connect = async ({ host, port }, { username, password, whose }) => {
    this.note(`connect to ${host}:${port} as ${username}`);
    if (this.accounts.get(username) !== password || this.locked === username)
      throw new StepFailure('DATABASE_LOGIN_REFUSED', `no login for ${whose}`);
    return { query: this.#query, close: async () => this.note(`close ${username}`) };
  };

  readonly #query: Database['query'] = async (sql, values = [], limitMs = 0) => {
    if (sql.includes('SCHEMATA')) return [{ name: 'mysql' }, { name: 'accounts' }];
    if (sql.includes('GET_LOCK')) return [{ got: this.alone ? 1 : 0, holder: 7 }];
    if (sql.includes('FROM mysql.user')) return this.#users();
    if (sql.includes('CURRENT_USER')) return [{ account: 'admin@%' }];
    if (sql.includes('information_schema.EVENTS'))
      return [...this.events].map((name) => ({ place: 'shop', name }));
    if (sql === 'SHOW REPLICA STATUS')
      return this.sources.map(({ host, port }) => ({ Source_Host: host, Source_Port: port }));
    if (sql.startsWith('SELECT ')) return [];
    this.note(sql);
    if (this.refuses && sql.startsWith(this.refuses))
      throw new StatementRefused(1064, 'ER_PARSE_ERROR', `near '${sql} ${values}'`);
    if (this.hangs && sql.startsWith(this.hangs)) throw new StatementStopped(limitMs);
    const [, user] = /^ALTER USER '(\w+)'/.exec(sql) ?? [];
    if (user) this.accounts.set(user, String(values[0]));
    this.#change(sql);
    return [];
  };

  #users() {
    return ['admin@%', 'rdsadmin@localhost', ...this.others.keys()].map((account) => {
      const [username, host] = account.split('@');
      return { username, host };
    });
  }

  /** What a statement does to what came with the snapshot. */
  #change(sql: string): void {
    const [, username, host] = /`(\w+)`@`([^`]+)`/.exec(sql) ?? [];
    if (sql.endsWith('ACCOUNT LOCK')) this.others.set(`${username}@${host}`, 'locked');
    if (sql.startsWith('DROP USER')) this.others.delete(`${username}@${host}`);
    const [, event] = /^ALTER EVENT `shop`.`(\w+)` DISABLE/.exec(sql) ?? [];
    if (event) this.events.delete(event);
    if (sql === 'CALL mysql.rds_reset_external_source' && !this.replicatesOn)
      this.sources.length = 0;
  }

  readonly userSecrets: UserSecrets = {
    prepare: async ({ name, username }, permit) => {
      const secret = this.secrets.get(name) ?? {};
      this.secrets.set(name, secret);
      if (!secret.current && !secret.pending) {
        (await permit()).use();
        this.note(`store ${name}`);
        secret.pending = PASSWORD;
      }
      return {
        password: secret.current ?? secret.pending ?? '',
        makeCurrent: async () => {
          (await permit()).use();
          this.note(`make current ${username}`);
          secret.current ??= secret.pending ?? '';
        },
      };
    },
  };
}
