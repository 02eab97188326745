import { RDSClient } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import type { ClusterSettings, InstanceSettings } from '../operation/settings.ts';
import { type Answered, type Asked, rdsEndpoint } from './rds-endpoint.fixture.ts';
import { type Referring, references } from './references.ts';

const VERSION = '8.0.mysql_aurora.3.08.0';
const NEWER = '8.0.mysql_aurora.3.10.0';
const OLDER = '5.7.mysql_aurora.2.12.0';

const missing = (error: string): Answered => ({ error });
const list = (member: string, items: readonly string[]) =>
  items.map((item) => `<${member}>${item}</${member}>`).join('');

/** What RDS has here, as it answers for it. */
const here: Readonly<Record<string, (parameters: Asked['parameters']) => Answered>> = {
  DescribeDBSubnetGroups: ({ DBSubnetGroupName: name = '' }) => {
    const vpc = { private: 'vpc-1', default: 'vpc-default' }[name];
    const zone = (letter: string) =>
      `<SubnetAvailabilityZone><Name>eu-west-1${letter}</Name></SubnetAvailabilityZone>`;
    return vpc
      ? `<DBSubnetGroups><DBSubnetGroup><VpcId>${vpc}</VpcId>
         <Subnets>${list('Subnet', ['a', 'b'].map(zone))}</Subnets></DBSubnetGroup></DBSubnetGroups>`
      : missing('DBSubnetGroupNotFoundFault');
  },
  DescribeDBClusterParameterGroups: ({ DBClusterParameterGroupName: name = '' }) =>
    group('DBClusterParameterGroup', name),
  DescribeDBParameterGroups: ({ DBParameterGroupName: name = '' }) =>
    group('DBParameterGroup', name),
  DescribeDBEngineVersions: ({ EngineVersion = '' }) => {
    const targets = { [OLDER]: [VERSION], [VERSION]: [NEWER], [NEWER]: [] }[EngineVersion];
    if (!targets) return '<DBEngineVersions/>';
    const upgrades = targets.map((target) => `<EngineVersion>${target}</EngineVersion>`);
    return `<DBEngineVersions><DBEngineVersion>
      <DBParameterGroupFamily>aurora-mysql${EngineVersion.slice(0, 3)}</DBParameterGroupFamily>
      <ExportableLogTypes>${list('member', ['audit', 'error'])}</ExportableLogTypes>
      <ValidUpgradeTarget>${list('UpgradeTarget', upgrades)}</ValidUpgradeTarget>
      </DBEngineVersion></DBEngineVersions>`;
  },
  DescribeOrderableDBInstanceOptions: ({ DBInstanceClass = '' }) => {
    const offered = { 'db.r6g.large': ['ab', 'bc'], 'db.serverless': ['b'] }[DBInstanceClass] ?? [];
    const zones = (letters: string) =>
      list(
        'AvailabilityZone',
        [...letters].map((letter) => `<Name>eu-west-1${letter}</Name>`),
      );
    const options = offered.map(
      (letters) => `<AvailabilityZones>${zones(letters)}</AvailabilityZones>`,
    );
    return `<OrderableDBInstanceOptions>${list('OrderableDBInstanceOption', options)}</OrderableDBInstanceOptions>`;
  },
};

function group(member: string, name: string): Answered {
  const family = { mine: 'aurora-mysql8.0', old: 'aurora-mysql5.7' }[name];
  return family
    ? `<${member}s><${member}><DBParameterGroupFamily>${family}</DBParameterGroupFamily></${member}></${member}s>`
    : missing('DBParameterGroupNotFound');
}

const groupsHere = [
  { id: 'sg-1', vpc_id: 'vpc-1' },
  { id: 'sg-2', vpc_id: 'vpc-2' },
  { id: 'sg-none', vpc_id: undefined },
];

interface Given extends Partial<Omit<Referring, 'settings' | 'instances'>> {
  readonly settings?: Partial<ClusterSettings>;
  readonly instances?: readonly Partial<InstanceSettings>[];
}

const referring = ({ settings, instances = [{}], ...given }: Given): Referring => ({
  engine: 'aurora-mysql',
  snapshot_version: VERSION,
  ...given,
  settings: {
    db_instance_class: 'db.r6g.large',
    instance_count: 1,
    final_snapshot: true,
    archive: 'delete',
    deletion_protection: false,
    engine_version: VERSION,
    tags: {},
    db_subnet_group_name: 'private',
    ...settings,
  },
  instances: instances.map((one, n) => ({
    id: `target-${n + 1}`,
    instance_class: 'db.r6g.large',
    ...one,
  })),
});

/** What is said of a restore that refers to this, and what RDS was asked for it. */
async function look(given: Given = {}) {
  const rds = rdsEndpoint(({ action, parameters }) => here[action]?.(parameters) ?? '');
  const check = references(new RDSClient(rds.config), async (ids) =>
    groupsHere.filter(({ id }) => ids.includes(id)),
  );
  return { reasons: await check(referring(given)), asked: rds.asked };
}

const told = async (given: Given) => (await look(given)).reasons;
const reason = (code: string, field: string, message: string) => ({
  code,
  field,
  message: `${field}: ${message}`,
});
const notFound = (field: string, message: string) => reason('REFERENCE_NOT_FOUND', field, message);

const fitting: Given = {
  deployment_vpc_id: 'vpc-1',
  settings: {
    engine_version: NEWER,
    vpc_security_group_ids: ['sg-1'],
    db_cluster_parameter_group_name: 'mine',
    db_parameter_group_name: 'mine',
    enable_cloudwatch_logs_exports: ['audit', 'error'],
  },
  instances: [{ availability_zone: 'eu-west-1a' }, { instance_class: 'db.serverless' }, {}],
};

test('nothing is said of what exists and fits', async () => {
  expect(await told(fitting)).toEqual([]);
});

test('each question is asked once', async () => {
  const { asked } = await look(fitting);

  const questions = asked.map((call) => JSON.stringify(call));
  expect(new Set(questions).size).toBe(questions.length);
  expect(questions).toHaveLength(7);
});

test('what was not asked for is not looked for', async () => {
  const { reasons, asked } = await look();

  expect(reasons).toEqual([]);
  expect(asked.map(({ action }) => action).toSorted()).toEqual([
    'DescribeDBEngineVersions',
    'DescribeDBSubnetGroups',
    'DescribeOrderableDBInstanceOptions',
  ]);
});

test('everything that is missing is told at once', async () => {
  const settings = {
    db_subnet_group_name: 'none',
    vpc_security_group_ids: ['sg-1', 'sg-gone'],
    db_cluster_parameter_group_name: 'none',
    db_parameter_group_name: 'none',
    enable_cloudwatch_logs_exports: ['audit', 'slow'],
  };

  expect(await told({ settings, instances: [{ instance_class: 'db.x' }, {}] })).toEqual([
    notFound(
      'enable_cloudwatch_logs_exports',
      `aurora-mysql ${VERSION} exports no log slow, but audit, error`,
    ),
    notFound('db_cluster_parameter_group_name', 'RDS has no parameter group none here'),
    notFound('db_parameter_group_name', 'RDS has no parameter group none here'),
    notFound('db_instance_class', `RDS offers no db.x here for aurora-mysql ${VERSION}`),
    notFound('db_subnet_group_name', 'RDS has no subnet group none here'),
    notFound('vpc_security_group_ids', 'there is no security group sg-gone'),
  ]);
});

test('a version that does not exist is all that is said of it, but groups are looked for', async () => {
  const settings = { engine_version: 'none', db_cluster_parameter_group_name: 'old' };

  expect(await told({ settings })).toEqual([
    notFound('engine_version', 'RDS has no aurora-mysql none here'),
  ]);
  expect(
    await told({ settings: { ...settings, db_cluster_parameter_group_name: 'none' } }),
  ).toMatchObject([
    { field: 'engine_version' },
    { field: 'db_cluster_parameter_group_name', code: 'REFERENCE_NOT_FOUND' },
  ]);
});

test.each([
  [OLDER, NEWER, `RDS upgrades aurora-mysql ${OLDER} to ${VERSION}, not to ${NEWER}`],
  [NEWER, VERSION, `RDS upgrades aurora-mysql ${NEWER} to no other version, not to ${VERSION}`],
  ['gone', VERSION, `RDS upgrades aurora-mysql gone to no other version, not to ${VERSION}`],
])('from %s there is no way to %s', async (snapshot_version, engine_version, message) => {
  expect(await told({ snapshot_version, settings: { engine_version } })).toEqual([
    reason('ENGINE_VERSION_PATH', 'engine_version', message),
  ]);
});

test('the snapshot’s own version needs no way to it', async () => {
  expect(await told({ snapshot_version: NEWER, settings: { engine_version: NEWER } })).toEqual([]);
});

test('a parameter group of another family is told with both families', async () => {
  const settings = { db_cluster_parameter_group_name: 'old', db_parameter_group_name: 'mine' };
  const instances = [{ db_parameter_group_name: 'old' }, {}];
  const message = `old is of the family aurora-mysql5.7; aurora-mysql ${VERSION} takes aurora-mysql8.0`;

  expect(await told({ settings, instances })).toEqual([
    reason('PARAMETER_GROUP_MISMATCH', 'db_cluster_parameter_group_name', message),
    reason('PARAMETER_GROUP_MISMATCH', 'db_parameter_group_name', message),
  ]);
});

test('a parameter group fits the version to be restored, not the snapshot’s', async () => {
  const settings = { db_cluster_parameter_group_name: 'mine' };

  expect(await told({ snapshot_version: OLDER, settings })).toEqual([]);
});

test('an instance is told where its class is not offered, and where it would have no subnet', async () => {
  const instances = [
    { availability_zone: 'eu-west-1b', instance_class: 'db.serverless' },
    { availability_zone: 'eu-west-1a', instance_class: 'db.serverless' },
    { availability_zone: 'eu-west-1c' },
  ];

  expect(await told({ instances })).toEqual([
    notFound(
      'db_instance_class',
      `RDS offers no db.serverless here for aurora-mysql ${VERSION} in eu-west-1a, where target-2 is to be`,
    ),
    notFound(
      'db_subnet_group_name',
      'private has no subnet in eu-west-1c, where target-3 is to be',
    ),
  ]);
});

test('security groups and the deployment lie in the VPC of the subnet group', async () => {
  const settings = { vpc_security_group_ids: ['sg-1', 'sg-2', 'sg-none'] };

  expect(await told({ settings, deployment_vpc_id: 'vpc-3' })).toEqual([
    reason(
      'SECURITY_GROUP_ELSEWHERE',
      'vpc_security_group_ids',
      'sg-2 lies in vpc-2, subnet group private in vpc-1',
    ),
    reason(
      'SECURITY_GROUP_ELSEWHERE',
      'vpc_security_group_ids',
      'sg-none lies in no VPC, subnet group private in vpc-1',
    ),
    reason(
      'NETWORK_ELSEWHERE',
      'db_subnet_group_name',
      'private lies in vpc-1, the deployment in vpc-3',
    ),
  ]);
});

test('where no subnet group is asked for, it is the default one that has to fit', async () => {
  const settings = { db_subnet_group_name: undefined };

  expect(await told({ settings, deployment_vpc_id: 'vpc-1' })).toEqual([
    reason(
      'NETWORK_ELSEWHERE',
      'db_subnet_group_name',
      'default lies in vpc-default, the deployment in vpc-1',
    ),
  ]);
});

test('a denied look is no verdict', async () => {
  const { config } = rdsEndpoint({ error: 'AccessDenied' });
  const check = references(new RDSClient(config), async () => []);

  await expect(check(referring({}))).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
});
