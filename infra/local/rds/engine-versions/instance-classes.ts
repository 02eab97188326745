import type {
  DescribeOrderableDBInstanceOptionsCommandInput,
  OrderableDBInstanceOption,
} from '@aws-sdk/client-rds';
import { invalidCombination } from '../errors.ts';
import { onlyMembers, required } from '../input.ts';
import { page } from '../listing/page.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import { zonesOf } from '../zones.ts';
import { ENGINE, type EngineVersion, engineVersion, engineVersions } from './versions.ts';

export const SERVERLESS = 'db.serverless';

/** A few classes of each kind; AWS has many more. */
const CLASSES = [
  'db.t3.medium',
  'db.t3.large',
  'db.t4g.medium',
  'db.t4g.large',
  ...['db.r5', 'db.r6g', 'db.r6i', 'db.r7g'].flatMap((family) =>
    ['large', 'xlarge', '2xlarge', '4xlarge'].map((size) => `${family}.${size}`),
  ),
];

const classesOf = ({ major }: EngineVersion): readonly string[] =>
  major === '5.7' ? CLASSES : [SERVERLESS, ...CLASSES];

/** Refuses a class that the engine version cannot run on. */
export const checkInstanceClass = (instanceClass: string, version: string): void => {
  if (classesOf(engineVersion(version)).includes(instanceClass)) return;
  throw invalidCombination(
    `RDS does not support creating a DB instance with the following combination: DBInstanceClass=${instanceClass}, Engine=${ENGINE}, EngineVersion=${version}, LicenseModel=general-public-license. ` +
      'For supported combinations of instance class and database engine version, see the documentation.',
  );
};

export const describeOrderableDBInstanceOptions = (
  rds: Rds,
): Operation<DescribeOrderableDBInstanceOptionsCommandInput> => ({
  permissions: (_input, call) => needs(rds, call, []),
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      'DBInstanceClass',
      'Engine',
      'EngineVersion',
      'Marker',
      'MaxRecords',
      'Vpc',
    ]);
    const { EngineVersion, DBInstanceClass } = input;
    const options = (required(input, 'Engine') === ENGINE ? engineVersions : [])
      .filter(({ name }) => !EngineVersion || name === EngineVersion)
      .flatMap((version) =>
        classesOf(version).map((size) => optionAnswer(size, version, call.region)),
      )
      .filter((option) => !DBInstanceClass || option.DBInstanceClass === DBInstanceClass);
    const { items, Marker } = page(
      options,
      ({ EngineVersion, DBInstanceClass }) => `${EngineVersion} ${DBInstanceClass}`,
      input,
    );
    return { OrderableDBInstanceOptions: items, Marker };
  },
});

const optionAnswer = (
  instanceClass: string,
  { name }: EngineVersion,
  region: string,
): OrderableDBInstanceOption => ({
  Engine: ENGINE,
  EngineVersion: name,
  DBInstanceClass: instanceClass,
  LicenseModel: 'general-public-license',
  AvailabilityZones: zonesOf(region).map((Name) => ({ Name })),
  MultiAZCapable: false,
  ReadReplicaCapable: false,
  Vpc: true,
  SupportsStorageEncryption: true,
  StorageType: 'aurora',
  SupportsEnhancedMonitoring: true,
  SupportsIAMDatabaseAuthentication: true,
  SupportsPerformanceInsights: true,
  SupportedEngineModes: ['provisioned'],
  SupportsClusters: true,
});
