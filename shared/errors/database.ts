import type { CatalogueEntry } from './entry.ts';

const stages = ['setup_db_users'] as const;

/** The restored database itself, and the secrets of its users. */
export const database = {
  MASTER_SECRET_MISSING: {
    meaning: 'The secret with the master login does not exist or cannot be read.',
    causes: [
      'it was never created',
      'it is marked as deleted',
      'it lacks username or password',
      'it is of another user than the snapshot’s master user',
    ],
    remedy: 'Create the secret as JSON with username and password of the source, then redrive.',
    retry: 'redrive',
    stages: ['check_snapshot', 'setup_db_users'],
  },
  MASTER_PASSWORD_NOT_SET: {
    meaning:
      'RDS was told to change the master password, and the database does not take the new one.',
    causes: [
      'RDS could not change it; the message has its words',
      'RDS has not changed it yet: the stage’s deadline passed while that was waited for',
      'somebody else changed it meanwhile',
    ],
    remedy:
      'Look at the events of the cluster and its instances in RDS. Then redrive: the password that is stored is set again.',
    retry: 'redrive',
    stages,
  },
  MANAGED_SECRET_FAILED: {
    meaning: 'RDS cannot keep the master password in the secret that it manages.',
    causes: [
      'the secret is impaired: RDS may no longer use it or its key',
      'it cannot be read, though RDS calls it active',
    ],
    remedy:
      'Give RDS back its access to the secret and its key. Or let RDS no longer manage the master password of that cluster (with a password of your own): the pipeline asks for a new secret then. Then redrive.',
    retry: 'redrive',
    stages,
  },
  USER_SECRET_UNUSABLE: {
    meaning: 'The secret of a database user is there, but cannot be used.',
    causes: ['it is marked for deletion', 'somebody stored something else than a login in it'],
    remedy:
      'Restore the secret that the message names, or delete it without a recovery window so that it is made anew; then redrive.',
    retry: 'redrive',
    stages: ['setup_db_users'],
  },
  DECLARED_USER_IS_MASTER: {
    meaning:
      'A declared user has the name of the snapshot’s master user: it would take its password and its privileges away.',
    causes: ['database.users of the configuration names the master user of the source'],
    remedy:
      'Declare another user in database.users, or restore a snapshot with another master user.',
    retry: 'redrive',
    stages: ['check_snapshot'],
  },
  DATABASE_LOGIN_REFUSED: {
    meaning: 'The database refused a login. The message says whose, and which secret it was from.',
    causes: [
      'of the master user: its secret does not hold the password that the source had when the snapshot was taken',
      'of a declared user: its host does not admit the functions, or its account was changed meanwhile',
      'the account is locked, or its password has expired',
      'an undeclared account of the same name at a narrower host comes before it, and was kept or locked',
    ],
    remedy:
      'For the master user, put the password that the source had when the snapshot was taken into its secret. For a declared user, whose password has just been set to what its secret holds, let its host admit the functions’ addresses, and drop undeclared accounts of its name. Then redrive.',
    retry: 'redrive',
    stages,
  },
  DATABASE_UNREACHABLE: {
    meaning: 'No connection to the database could be made, or it broke.',
    causes: [
      'security groups, network ACLs or routes do not let the function through',
      'the name of the host is not resolved',
      'the certificate is not trusted or names another host',
    ],
    remedy: 'Mend the network or the certificate, then redrive.',
    retry: 'redrive',
    stages,
  },
  DATABASE_NOT_READY: {
    meaning: 'The database answers, but does not take work yet.',
    causes: [
      'it is starting, shutting down or failing over, and refuses connections',
      'it has too many connections',
      'it is read-only: the endpoint still leads to a reader',
      'nothing listens on that port',
    ],
    remedy: 'Wait until the writer is available and has connections to spare, then redrive.',
    retry: 'redrive',
    stages,
  },
  SQL_FAILED: {
    meaning: 'The database refused a statement. The message says which, and MySQL’s number.',
    causes: ['a statement of the custom SQL is wrong', 'the master user lacks a privilege'],
    remedy: 'Mend the statement or the privilege, then redrive: it goes on with that statement.',
    retry: 'redrive',
    stages,
  },
  SQL_TIMED_OUT: {
    meaning: 'A statement took longer than one run of the function can wait, and was stopped.',
    causes: ['the statement changes a large table', 'it waits for a lock'],
    remedy:
      'Split the statement, or take it out and run it by hand afterwards; deploy that, then redrive: it goes on with that statement.',
    retry: 'redrive',
    stages,
  },
} as const satisfies Record<string, CatalogueEntry>;
