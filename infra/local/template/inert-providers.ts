import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CreatedResource, ResourceProvider, TemplatePlace } from '../service.ts';
import { schemaProviders } from './schema-providers.ts';

/** A provider of something that has no effect on this machine, and why it has none. */
export interface InertProvider extends ResourceProvider {
  readonly reason: string;
}

const NO_METRICS = 'there are no metrics here to watch or to show';
const NO_NETWORK = 'everything runs on one machine, where it reaches what it must';

/** Takes every property, as none of them changes anything. */
function inert(
  type: string,
  reason: string,
  give: (properties: Readonly<Record<string, string>>, at: TemplatePlace) => CreatedResource,
): InertProvider {
  const strings = z
    .record(z.string(), z.unknown())
    .transform((all) =>
      Object.fromEntries(
        Object.entries(all).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value]] : [],
        ),
      ),
    );
  return { type, reason, create: (properties, at) => give(strings.parse(properties), at) };
}

function digest({ stackName, logicalId }: TemplatePlace): string {
  return createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex');
}

/** e.g. `rtb-0123456789abcdef0`, the same at every start. */
const id = (prefix: string, at: TemplatePlace) => `${prefix}-${digest(at).slice(0, 17)}`;

const name = (given: string | undefined, { stackName, logicalId }: TemplatePlace) =>
  given ?? `${stackName}-${logicalId}`;

const arn = (service: string, resource: string, { region, accountId }: TemplatePlace) =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** Those of which nothing but an id is to be told. */
const NETWORK_IDS = {
  InternetGateway: 'igw',
  NatGateway: 'nat',
  Route: 'r',
  RouteTable: 'rtb',
  SubnetRouteTableAssociation: 'rtbassoc',
  VPCEndpoint: 'vpce',
  VPCGatewayAttachment: 'igw-attach',
};

const network: readonly InertProvider[] = [
  ...Object.entries(NETWORK_IDS).map(([kind, prefix]) =>
    inert(`AWS::EC2::${kind}`, NO_NETWORK, (_, at) => ({
      ref: id(prefix, at),
      attributes: { Id: id(prefix, at) },
    })),
  ),
  inert('AWS::EC2::EIP', NO_NETWORK, (_, at) => ({
    ref: '192.0.2.1',
    attributes: { PublicIp: '192.0.2.1', AllocationId: id('eipalloc', at) },
  })),
];

/** What a template may declare here though nothing comes of it. */
export const inertProviders: readonly InertProvider[] = [
  ...network,
  inert('AWS::CDK::Metadata', 'it tells AWS which constructs were used', (_, at) => ({
    ref: name(undefined, at),
  })),
  ...['Alarm', 'CompositeAlarm'].map((kind) =>
    inert(`AWS::CloudWatch::${kind}`, NO_METRICS, ({ AlarmName }, at) => ({
      ref: name(AlarmName, at),
      attributes: { Arn: arn('cloudwatch', `alarm:${name(AlarmName, at)}`, at) },
    })),
  ),
  inert('AWS::CloudWatch::Dashboard', NO_METRICS, ({ DashboardName }, at) => ({
    ref: name(DashboardName, at),
  })),
  ...schemaProviders,
  inert('AWS::Logs::MetricFilter', NO_METRICS, ({ FilterName }, at) => ({
    ref: name(FilterName, at),
  })),
];
