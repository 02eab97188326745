import {
  AddTagsToResourceCommand,
  CopyDBClusterSnapshotCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DeleteDBClusterSnapshotCommand,
  DeleteDBInstanceCommand,
  DescribeDBClusterSnapshotsCommand,
  ModifyDBClusterCommand,
  ModifyDBClusterSnapshotAttributeCommand,
  ModifyDBInstanceCommand,
  RDSClient,
  RemoveTagsFromResourceCommand,
  RestoreDBClusterFromSnapshotCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Crossing, Faults } from '../../infra/local/faults.ts';
import { observers, scheduledServices, steps } from '../../services/index.ts';
import { createCluster, describe as described, takeSnapshot } from '../fixtures/clusters.ts';
import { deadLettersOf, redrive } from '../fixtures/dead-letters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';

let environment: RestoreEnvironment;
const SNAPSHOT = 'guarded-snapshot';
const TARGET = 'guarded-target';
const LAST = 'last-moment';
let key: string;

/** Real servers, and functions that start cold. */
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  key = await environment.createKey();
  await createCluster(environment, 'source-cluster', { instances: 0 });
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
  await createCluster(environment, TARGET, { managed: true, instances: 2 });
});

afterEach(() => environment?.disturb(() => []));
afterAll(() => environment?.close());

const arn = (kind: string, id: string) =>
  `arn:aws:rds:${environment.region}:${environment.accountId}:${kind}:${id}`;
const does = (operation: string, input: object) => environment.steer.call(operation, input);
const tag = (ResourceName: string, Key: string, Value: string) =>
  does('AddTagsToResource', { ResourceName, Tags: [{ Key, Value }] });
const untag = (ResourceName: string, key: string) =>
  does('RemoveTagsFromResource', { ResourceName, TagKeys: [key] });
const protect = (DBClusterIdentifier: string, DeletionProtection: boolean) =>
  does('ModifyDBCluster', { DBClusterIdentifier, DeletionProtection });

const MANAGED = 'aurora-restore:managed';
const ENVIRONMENT = 'aurora-restore:environment';

/** What somebody may do to a target that makes it one that must not be deleted, and how it is undone. */
interface Violation {
  readonly what: string;
  readonly code: string;
  plant(id: string): void;
  lift(id: string): void;
}

const violations: readonly Violation[] = [
  {
    what: 'the cluster loses its tag',
    code: 'TARGET_NOT_MANAGED',
    plant: (id) => untag(arn('cluster', id), MANAGED),
    lift: (id) => tag(arn('cluster', id), MANAGED, 'true'),
  },
  {
    what: 'an instance loses its tag',
    code: 'TARGET_NOT_MANAGED',
    plant: (id) => untag(arn('db', `${id}-1`), MANAGED),
    lift: (id) => tag(arn('db', `${id}-1`), MANAGED, 'true'),
  },
  {
    what: 'the cluster becomes another environment’s',
    code: 'TARGET_NOT_MANAGED',
    plant: (id) => tag(arn('cluster', id), ENVIRONMENT, 'prod'),
    lift: (id) => tag(arn('cluster', id), ENVIRONMENT, 'dev'),
  },
  {
    what: 'an instance becomes another environment’s',
    code: 'TARGET_NOT_MANAGED',
    plant: (id) => tag(arn('db', `${id}-2`), ENVIRONMENT, 'prod'),
    lift: (id) => untag(arn('db', `${id}-2`), ENVIRONMENT),
  },
  {
    what: 'its protection is switched on',
    code: 'TARGET_PROTECTED',
    plant: (id) => protect(id, true),
    lift: (id) => protect(id, false),
  },
  {
    what: 'it joins a global cluster',
    code: 'TARGET_IN_GLOBAL_CLUSTER',
    plant: (id) => environment.steer.putIntoGlobalCluster(id, 'everywhere'),
    lift: (id) => environment.steer.putIntoGlobalCluster(id, undefined),
  },
  {
    what: 'it is being stopped',
    code: 'TARGET_STOPPED',
    plant: (id) => environment.steer.setClusterStatus(id, 'stopping'),
    lift: (id) => environment.steer.setClusterStatus(id, 'available'),
  },
];

const isOfDeleteRds = (crossing: Crossing): crossing is Crossing & { boundary: 'call' } =>
  crossing.boundary === 'call' &&
  (crossing.call.principal.roleArn ?? '').includes('-delete-rds-role-');

/** Lets something happen right before delete-rds makes this call for the n-th time. */
function rightBefore(operation: string, happens: () => void, nth = 1): Faults {
  let calls = 0;
  return (crossing) => {
    if (isOfDeleteRds(crossing) && crossing.call.operation === operation && ++calls === nth)
      happens();
    return [];
  };
}

const ask = (operation_id: string, more: object = {}) =>
  environment.request({
    operation_id,
    snapshot_name: SNAPSHOT,
    target_cluster_id: TARGET,
    final_snapshot: false,
    ...more,
  });

/** What of a cluster a deletion would take: everything RDS says of it but its tags and status. */
async function standing(id: string) {
  const { DbClusterResourceId, DBClusterMembers } = await described(environment.rds, id);
  return { DbClusterResourceId, DBClusterMembers };
}

describe.each(violations)('$what', ({ code, plant, lift }) => {
  const name = code.toLowerCase().replaceAll('_', '-');

  test(`before the request: ${code}, and nothing is touched`, async () => {
    const before = await standing(TARGET);
    const calls = environment.asked().length;
    const id = `${name}-${calls}-${environment.inbox().length}`;
    plant(TARGET);

    await ask(id);
    const { error, step } = await environment.settled(id, 'failed');

    expect({ code: error?.code, step }).toEqual({ code, step: 'check_snapshot' });
    expect(error?.message).toContain(TARGET);
    expect(environment.asked().slice(calls)).toEqual([]);
    expect(await standing(TARGET)).toEqual(before);
    lift(TARGET);
  });

  test(`between the check and the deletion: ${code}, and nothing is deleted`, async () => {
    const before = await standing(TARGET);
    const calls = environment.asked().length;
    const letters = deadLettersOf(environment, 'delete-rds').length;
    const id = `${name}-${calls}-${environment.inbox().length}`;
    /** The first time it looks what stands there, the second time right before the first deletion. */
    environment.disturb(rightBefore('DescribeDBClusters', () => plant(TARGET), 2));

    await ask(id);
    const { error, step } = await environment.settled(id, 'failed');
    await environment.rest();

    expect({ code: error?.code, step }).toEqual({ code, step: 'delete_rds' });
    expect(environment.asked().slice(calls)).toEqual([]);
    expect(await standing(TARGET)).toEqual(before);
    expect(deadLettersOf(environment, 'delete-rds')).toHaveLength(letters + 1);
    lift(TARGET);
  });
});

test('once all is undone, a redrive goes on with the operation that holds the target alone', async () => {
  const failed = await environment.operations.withStatus('failed', 50);
  const [last, ...earlier] = failed.filter(({ step }) => step === 'delete_rds');

  await redrive(environment, 'delete-rds');

  await environment.settled(last?.operation_id ?? '', 'completed');
  expect(environment.asked(TARGET)).toContain(`DeleteDBCluster ${TARGET}`);
  for (const { operation_id } of earlier) {
    const { error } = await environment.settled(operation_id, 'failed');
    expect(error?.code).toBe('TARGET_LOCKED');
    expect(error?.message).toContain(last?.operation_id);
  }
});

test('the cluster is replaced by another of its name: TARGET_CHANGED, and the new one stands', async () => {
  const id = 'replaced-target';
  await createCluster(environment, id, { managed: true });
  const calls = environment.asked().length;
  const replace = () => {
    environment.steer.vanish(id);
    does('CreateDBCluster', {
      DBClusterIdentifier: id,
      Engine: 'aurora-mysql',
      MasterUsername: 'admin',
      MasterUserPassword: 'Another-Password-1',
      Tags: [{ Key: MANAGED, Value: 'true' }],
    });
  };
  environment.disturb(rightBefore('DescribeDBClusters', replace, 2));

  await ask(id, { target_cluster_id: id });
  const { error, target } = await environment.settled(id, 'failed');

  expect(error?.code).toBe('TARGET_CHANGED');
  expect(environment.asked().slice(calls)).toEqual([]);
  const { DbClusterResourceId, Status } = await described(environment.rds, id);
  expect(Status).toBe('available');
  expect(target?.old?.resource_id).toBeDefined();
  expect(DbClusterResourceId).not.toBe(target?.old?.resource_id);
  expect(error?.message).toContain(DbClusterResourceId);
});

test('a cluster that takes the source’s name is the source to the guards', async () => {
  const calls = environment.asked().length;

  await ask('of-the-source', { target_cluster_id: 'source-cluster' });
  const { error } = await environment
    .settled('of-the-source', 'rejected')
    .catch(() => environment.settled('of-the-source', 'failed'));

  expect(error?.code).toBe('TARGET_IS_SOURCE');
  expect(environment.asked().slice(calls)).toEqual([]);
});

test('the snapshot to restore is no longer available: nothing is deleted, and a redrive goes on', async () => {
  const id = 'snapshot-lost';
  await createCluster(environment, id, { managed: true });
  const calls = environment.asked().length;
  const lose = () => environment.steer.setSnapshotStatus(SNAPSHOT, 'failed');
  environment.disturb(rightBefore('DescribeDBClusters', lose, 1));

  await ask(id, { target_cluster_id: id });
  const { error } = await environment.settled(id, 'failed');
  await environment.rest();

  expect(error?.code).toBe('SNAPSHOT_NOT_AVAILABLE');
  expect(environment.asked().slice(calls)).toEqual([]);

  environment.steer.setSnapshotStatus(SNAPSHOT, 'available');
  await redrive(environment, 'delete-rds');
  await environment.settled(id, 'completed');
  expect(environment.asked(id)).toContain(`DeleteDBCluster ${id}`);
});

describe('in the middle of a deletion', () => {
  const halfway = async (id: string, happens: () => void, more: object = {}) => {
    await createCluster(environment, id, { managed: true, instances: 2 });
    const letItHappen = rightBefore('DescribeDBClusters', happens);
    let deleted = false;
    environment.disturb((crossing) => {
      /** A hint that finds something broken fails nothing: the check after it might mend it. */
      if (crossing.boundary === 'native-event') return [{ kind: 'drop' }];
      if (isOfDeleteRds(crossing) && crossing.call.operation === 'DeleteDBInstance') deleted = true;
      return deleted ? letItHappen(crossing) : [];
    });
    await ask(id, { target_cluster_id: id, ...more });
    const { error } = await environment.settled(id, 'failed');
    return error;
  };
  const deletionsOf = (id: string) => environment.asked(id).filter((call) => /^Delete/.test(call));

  test('protection is switched on: the writer and the cluster stand', async () => {
    const error = await halfway('half-protected', () => protect('half-protected', true));

    expect(error?.code).toBe('TARGET_PROTECTED');
    expect(deletionsOf('half-protected')).toEqual(['DeleteDBInstance half-protected-2']);
    const { DBClusterMembers = [] } = await described(environment.rds, 'half-protected');
    expect(
      DBClusterMembers.filter((member) => member.IsClusterWriter).map(
        (member) => member.DBInstanceIdentifier,
      ),
    ).toEqual(['half-protected-1']);
  });

  test('the final snapshot is lost: the writer and the cluster stand', async () => {
    const id = 'half-saved';
    const lose = () => environment.steer.vanishSnapshot(`aurora-restore-${id}-final-1`);

    const error = await halfway(id, lose, { final_snapshot: true });

    expect(error?.code).toBe('FINAL_SNAPSHOT_FAILED');
    expect(deletionsOf(id)).toEqual([`DeleteDBInstance ${id}-2`]);
  });
});

test('a foreign snapshot under the final one’s name is found when the request is checked', async () => {
  const id = 'name-given';
  await createCluster(environment, id, { managed: true });
  const foreign = `aurora-restore-${id}-final-1`;
  await takeSnapshot(environment, id, foreign);

  await ask(id, { target_cluster_id: id, final_snapshot: true });
  const { error, step } = await environment.settled(id, 'failed');

  expect(step).toBe('check_snapshot');
  expect(error).toMatchObject({
    code: 'TARGET_NAME_TAKEN',
    message: expect.stringContaining(foreign),
  });
  expect(environment.asked(id)).toEqual([]);
});

test('a foreign snapshot that takes the final one’s name later: nothing is deleted, and a redrive goes on without it', async () => {
  const id = 'name-taken';
  await createCluster(environment, id, { managed: true });
  const foreign = `aurora-restore-${id}-final-1`;
  let taken = false;
  environment.disturb((crossing) => {
    if (crossing.boundary !== 'invocation' || taken) return [];
    if (crossing.functionName !== 'aurora-restore-delete-rds') return [];
    taken = true;
    environment.steer.call('CreateDBClusterSnapshot', {
      DBClusterIdentifier: id,
      DBClusterSnapshotIdentifier: foreign,
    });
    return [];
  });
  const calls = environment.asked().length;

  await ask(id, { target_cluster_id: id, final_snapshot: true });
  const { error } = await environment.settled(id, 'failed');
  await environment.rest();

  expect(error?.code).toBe('TARGET_NAME_TAKEN');
  expect(environment.asked().slice(calls)).toEqual([]);

  await redrive(environment, 'delete-rds');
  await environment.settled(id, 'completed');
  const { DBClusterSnapshots = [] } = await environment.rds.send(
    new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: foreign }),
  );
  expect(DBClusterSnapshots[0]?.Status).toBe('available');
  expect(
    environment.asked(id).filter((call) => call.startsWith('CreateDBClusterSnapshot')),
  ).toEqual([expect.stringMatching(/aurora-restore-name-taken-final-\d{17}-1$/)]);
});

type Call = (rds: RDSClient) => Promise<unknown>;

describe('IAM, where no guard is asked', () => {
  const services = [...steps, ...observers, ...scheduledServices].map(({ name }) => name);
  const as = (service: string) =>
    new RDSClient({
      endpoint: environment.endpoint,
      region: environment.region,
      maxAttempts: 1,
      credentials: environment.credentials(
        `arn:aws:iam::${environment.accountId}:role/aurora-restore-${service}-role-${environment.region}`,
      ),
    });
  /** The calls that were not refused for want of permission. */
  const unrefused = async (service: string, calls: readonly Call[]) => {
    const client = as(service);
    const allowed: string[] = [];
    for (const [index, call] of calls.entries()) {
      const answer = await call(client).then(
        () => 'carried out',
        (error: Error) => error.name,
      );
      if (answer !== 'AccessDenied') allowed.push(`call ${index}: ${answer}`);
    }
    return allowed;
  };

  /** Whatever the pipeline could do to a cluster, its instance and a snapshot of it. */
  const against = (id: string, snapshot: string): Call[] => {
    const DBClusterIdentifier = id;
    const DBInstanceIdentifier = `${id}-1`;
    const DBClusterSnapshotIdentifier = snapshot;
    const Engine = 'aurora-mysql';
    const Tags = [{ Key: 'team', Value: 'dba' }];
    return [
      (rds) =>
        rds.send(new DeleteDBClusterCommand({ DBClusterIdentifier, SkipFinalSnapshot: true })),
      (rds) =>
        rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier, SkipFinalSnapshot: true })),
      (rds) => rds.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier })),
      (rds) =>
        rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier, DeletionProtection: false })),
      (rds) => rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier, PromotionTier: 1 })),
      (rds) => rds.send(new StopDBClusterCommand({ DBClusterIdentifier })),
      (rds) =>
        rds.send(
          new ModifyDBClusterSnapshotAttributeCommand({
            DBClusterSnapshotIdentifier,
            AttributeName: 'restore',
            ValuesToAdd: ['111111111111'],
          }),
        ),
      (rds) =>
        rds.send(
          new CreateDBInstanceCommand({
            DBInstanceIdentifier: `${id}-stray`,
            DBClusterIdentifier,
            DBInstanceClass: 'db.r6g.large',
            Engine,
            Tags,
          }),
        ),
      (rds) =>
        rds.send(
          new CreateDBClusterSnapshotCommand({
            DBClusterIdentifier,
            DBClusterSnapshotIdentifier: 'aurora-restore-stray',
          }),
        ),
      (rds) =>
        rds.send(
          new CopyDBClusterSnapshotCommand({
            SourceDBClusterSnapshotIdentifier: snapshot,
            TargetDBClusterSnapshotIdentifier: 'stray',
            Tags,
          }),
        ),
      (rds) =>
        rds.send(
          new RestoreDBClusterFromSnapshotCommand({
            DBClusterIdentifier: 'stray',
            SnapshotIdentifier: snapshot,
            Engine,
            Tags,
          }),
        ),
      ...[arn('cluster', id), arn('db', `${id}-1`), arn('cluster-snapshot', snapshot)].flatMap(
        (ResourceName): Call[] => [
          (rds) => rds.send(new AddTagsToResourceCommand({ ResourceName, Tags })),
          (rds) =>
            rds.send(new RemoveTagsFromResourceCommand({ ResourceName, TagKeys: [MANAGED] })),
        ],
      ),
    ];
  };

  beforeAll(async () => {
    await createCluster(environment, 'precious');
    await createCluster(environment, 'elsewhere', { managed: true });
    for (const name of [arn('cluster', 'elsewhere'), arn('db', 'elsewhere-1')])
      tag(name, ENVIRONMENT, 'prod');
    await takeSnapshot(environment, 'elsewhere', 'aurora-restore-other-copy-1');
    for (const [key, value] of Object.entries({
      [MANAGED]: 'true',
      [ENVIRONMENT]: 'prod',
      'aurora-restore:operation-id': 'other',
      'aurora-restore:purpose': 'copy',
    }))
      tag(arn('cluster-snapshot', 'aurora-restore-other-copy-1'), key, value);
  });

  test.each(services)('%s can do nothing to what nobody gave to the pipeline', async (service) => {
    expect(await unrefused(service, against('precious', SNAPSHOT))).toEqual([]);
  });

  test.each(services)('%s can do nothing to what is another environment’s', async (service) => {
    expect(await unrefused(service, against('elsewhere', 'aurora-restore-other-copy-1'))).toEqual(
      [],
    );
  });

  test('a tag that goes between the guard and the call stops the call itself', async () => {
    await createCluster(environment, LAST, { managed: true, instances: 2 });
    const before = await standing(LAST);
    const last = `${LAST}-2`;
    /** The permit is the last thing that is asked for, after every guard was read. */
    const whenPermitted = rightBefore('GetItem', () => untag(arn('db', last), MANAGED));
    let looks = 0;
    environment.disturb((crossing) => {
      if (isOfDeleteRds(crossing) && crossing.call.operation === 'DescribeDBInstances') looks++;
      return looks === 2 ? whenPermitted(crossing) : [];
    });

    await ask(LAST, { target_cluster_id: LAST });
    const { error } = await environment.settled(LAST, 'failed');

    expect(error?.code).toBe('NOT_PERMITTED');
    expect(environment.asked(LAST)).toEqual([]);
    expect(await standing(LAST)).toEqual(before);
    tag(arn('db', last), MANAGED, 'true');
  });

  test('what may be deleted after all this is: the calls are refused for no other reason', async () => {
    const client = as('delete-rds');

    await client.send(
      new DeleteDBInstanceCommand({ DBInstanceIdentifier: `${LAST}-2`, SkipFinalSnapshot: true }),
    );

    await environment.rest();
    const { DBClusterMembers = [] } = await described(environment.rds, LAST);
    expect(DBClusterMembers.map((member) => member.DBInstanceIdentifier)).toEqual([`${LAST}-1`]);
  });
});

test('a copy of the same operation id in another environment is not taken for the operation’s own', async () => {
  const id = 'same-id';
  const copy = `aurora-restore-${id}-copy-1`;
  await environment.rds.send(
    new CopyDBClusterSnapshotCommand({
      SourceDBClusterSnapshotIdentifier: arn('cluster-snapshot', SNAPSHOT),
      TargetDBClusterSnapshotIdentifier: copy,
      KmsKeyId: key,
      Tags: [
        { Key: MANAGED, Value: 'true' },
        { Key: 'aurora-restore:operation-id', Value: id },
        { Key: ENVIRONMENT, Value: 'prod' },
      ],
    }),
  );
  await environment.rest();

  await ask(id, { target_cluster_id: id, kms_key_id: key });

  expect((await environment.settled(id, 'failed')).error?.code).toBe('TARGET_NAME_TAKEN');
});
