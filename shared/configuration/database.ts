import * as z from 'zod';

/**
 * Accounts and roles that the engine or RDS needs. Nothing may be done to them. Source: Aurora User
 * Guide, "Security with Amazon Aurora MySQL" and "Role-based privilege model"; RDS Proxy, "Limitations";
 * MySQL manual, "Reserved accounts". Not every list is complete in AWS's documents: `rdsrepladmin` and
 * `rdstopmgr` are known from servers of RDS.
 */
const systemAccounts = [
  'rdsadmin',
  'rdsrepladmin',
  'rdstopmgr',
  'rdsproxyadmin',
  'rds_superuser_role',
  'mysql.sys',
  'mysql.session',
  'mysql.infoschema',
  'mariadb.sys',
];

/** Aurora's own roles: `AWS_LAMBDA_ACCESS`, `AWS_LOAD_S3_ACCESS` and their like. */
const auroraRole = /^AWS_[A-Z0-9_]+_ACCESS$/;

/** `root` is the engine's on its own machine only: from elsewhere it is somebody's. */
const onTheMachine = ['localhost', '127.0.0.1', '::1'];

export const isSystemAccount = (username: string, host: string): boolean =>
  systemAccounts.includes(username) ||
  auroraRole.test(username) ||
  (username === 'root' && onTheMachine.includes(host.toLowerCase()));

/** Schemas of the server itself. */
export const systemSchemas = ['mysql', 'information_schema', 'performance_schema', 'sys', 'innodb'];

const schemas = z.array(
  z
    .string()
    .min(1)
    .max(64)
    .refine((name) => !systemSchemas.includes(name.toLowerCase()), {
      error: 'is a schema of the system',
    }),
);

/** Users hold 32 characters at most in MySQL. */
const username = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_$]{0,31}$/, 'must be letters, digits, _ and $, at most 32')
  .refine((name) => !isSystemAccount(name, 'localhost'), { error: 'is an account of the system' });

/** What MySQL can grant on a schema. Source: MySQL manual, "Static privilege descriptions". */
export const schemaPrivileges = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'DROP',
  'REFERENCES',
  'INDEX',
  'ALTER',
  'CREATE TEMPORARY TABLES',
  'LOCK TABLES',
  'EXECUTE',
  'CREATE VIEW',
  'SHOW VIEW',
  'CREATE ROUTINE',
  'ALTER ROUTINE',
  'EVENT',
  'TRIGGER',
] as const;
export type SchemaPrivilege = (typeof schemaPrivileges)[number];

export const databaseUser = z.strictObject({
  username,
  host: z
    .string()
    .regex(/^[a-zA-Z0-9.%_:/-]{1,255}$/, 'must be a host as MySQL takes it')
    .default('%'),
  /** `read`, `read_write`, or the privileges by name. On the declared schemas. */
  privileges: z.union([z.enum(['read', 'read_write']), z.array(z.enum(schemaPrivileges)).min(1)]),
  /** Schemas for this user alone, where they differ. */
  schemas: schemas.optional(),
});
export type DatabaseUser = z.infer<typeof databaseUser>;

/** What is done to the databases of a restored cluster. */
export const databaseSetup = z.strictObject({
  /** What the applications use. Users are granted their privileges on these schemas. */
  schemas: schemas.default([]),
  users: z
    .array(databaseUser)
    .superRefine((users, context) => {
      const names = users.map(({ username }) => username);
      for (const [index, name] of names.entries())
        if (names.indexOf(name) < index)
          context.addIssue({
            code: 'custom',
            path: [index, 'username'],
            message: `${name} is declared twice, and would share one secret`,
          });
    })
    .default([
      { username: 'app_user', host: '%', privileges: 'read_write' },
      { username: 'readonly_user', host: '%', privileges: 'read' },
    ]),
  /** What becomes of enabled events and of replication that came with the snapshot. Told in any case. */
  inherited_events: z.enum(['keep', 'disable']).default('keep'),
  inherited_replication: z.enum(['keep', 'end']).default('keep'),
  /** Single SQL statements, to run after the users are set up. */
  custom_sql: z.array(z.string().min(1)).default([]),
});

const named: Record<'read' | 'read_write', readonly SchemaPrivilege[]> = {
  read: ['SELECT', 'SHOW VIEW'],
  read_write: [
    'SELECT',
    'INSERT',
    'UPDATE',
    'DELETE',
    'EXECUTE',
    'SHOW VIEW',
    'CREATE TEMPORARY TABLES',
    'LOCK TABLES',
  ],
};

export const privilegesOf = ({
  privileges,
}: Pick<DatabaseUser, 'privileges'>): readonly SchemaPrivilege[] =>
  typeof privileges === 'string' ? named[privileges] : privileges;
