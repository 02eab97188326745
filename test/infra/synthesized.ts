import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { AuroraRestoreStack } from '../../infra/aurora-restore-stack.ts';
import { readDeployment } from '../../infra/deployment.ts';
import { evaluate } from '../../infra/local/template/conditions.ts';
import { resolve } from '../../infra/local/template/resolve.ts';
import type { Scope } from '../../infra/local/template/scope.ts';

export const REGION = 'eu-west-1';
export const ACCOUNT = '123456789012';

const properties = z.record(z.string(), z.unknown());
export type Properties = z.infer<typeof properties>;

const resources = z.record(
  z.string(),
  z.object({
    Type: z.string(),
    Properties: properties.default({}),
    DeletionPolicy: z.string().optional(),
    UpdateReplacePolicy: z.string().optional(),
  }),
);
export type Resource = z.infer<typeof resources>[string] & { readonly id: string };

const rest = z.object({
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.string().optional() })),
  Conditions: z.record(z.string(), z.unknown()).default({}),
});

/** The template of a configuration, with names and ARNs in place of references. */
export interface Synthesized {
  /** Where the assembly lies. */
  readonly directory: string;
  readonly template: Template;
  of(type: string): readonly Resource[];
  /** The one whose property has this value. */
  one(type: string, property: string, value: string): Resource;
}

export async function synthesize(configuration: object = {}): Promise<Synthesized> {
  const directory = mkdtempSync(join(tmpdir(), 'aurora-restore-test-'));
  const file = join(directory, 'configuration.json');
  writeFileSync(file, JSON.stringify(configuration));
  const app = new App({ outdir: join(directory, 'cdk.out') });
  const stack = new AuroraRestoreStack(app, readDeployment(file));
  return await readTemplate(Template.fromStack(stack), directory);
}

export async function readTemplate(template: Template, directory: string): Promise<Synthesized> {
  const declared = resources.parse(template.toJSON().Resources);
  const scope = scopeOf(declared, rest.parse(template.toJSON()));
  const all: Resource[] = [];
  for (const [id, resource] of Object.entries(declared))
    all.push({
      ...resource,
      id,
      Properties: properties.parse(await resolve(resource.Properties, scope, [id])),
    });
  const of = (type: string) => all.filter(({ Type }) => Type === type);
  return {
    directory,
    template,
    of,
    one(type, property, value) {
      const found = of(type).find(({ Properties }) => Properties[property] === value);
      if (!found) throw new Error(`no ${type} has the ${property} ${value}`);
      return found;
    },
  };
}

const functions = z.object({
  FunctionName: z.string(),
  Handler: z.string(),
  Code: z.object({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});

/** The functions of a stack, with their variables and their code. */
export const functionsOf = (stack: Synthesized) =>
  stack.of('AWS::Lambda::Function').map(({ Properties }) => functions.parse(Properties));

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const policy = z.object({
  Statement: z.array(
    z.object({
      Action: oneOrMore,
      Resource: oneOrMore,
      Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
    }),
  ),
});

/** The statements of a policy document. */
export const statementsOf = (document: unknown) => policy.parse(document).Statement;

const PSEUDO: Record<string, string> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/**
 * A reference to a resource is its name, and its ARN is made of it. A parameter is its default, or its
 * name where it has none.
 */
function scopeOf(
  declared: z.infer<typeof resources>,
  { Parameters, Conditions }: z.infer<typeof rest>,
): Scope {
  const nameOf = (id: string): string => {
    const given = Object.entries(declared[id]?.Properties ?? {}).find(([property]) =>
      /^(Queue|Table|Topic|Function|LogGroup|Role)?Name$/.test(property),
    )?.[1];
    return typeof given === 'string' ? given : id;
  };
  const unused = (): never => {
    throw new Error('the template does not use this');
  };
  const parameter = (name: string) => {
    const { Type, Default = name } = Parameters[name] ?? {};
    const isList = Type?.startsWith('List<') || Type === 'CommaDelimitedList';
    return Type && (isList ? Default.split(',').filter(Boolean) : Default);
  };
  const scope: Scope = {
    region: REGION,
    ref: async (name) =>
      PSEUDO[name] ??
      parameter(name) ??
      (declared[name]?.Type === 'AWS::SNS::Topic' ? arnOf(declared, name, nameOf) : nameOf(name)),
    attribute: async (id, attribute) =>
      attribute === 'Arn' ? arnOf(declared, id, nameOf) : nameOf(id),
    condition: async (name) => await evaluate(Conditions[name], scope, [name]),
    mapped: unused,
    imported: unused,
    /** Secrets are looked up on deployment; the template only says which. */
    dynamic: (reference) => `{{resolve:${reference}}}`,
  };
  return scope;
}

const places: Record<string, (name: string) => string> = {
  'AWS::SQS::Queue': (name) => `sqs:${REGION}:${ACCOUNT}:${name}`,
  'AWS::SNS::Topic': (name) => `sns:${REGION}:${ACCOUNT}:${name}`,
  'AWS::DynamoDB::Table': (name) => `dynamodb:${REGION}:${ACCOUNT}:table/${name}`,
  'AWS::Events::EventBus': (name) => `events:${REGION}:${ACCOUNT}:event-bus/${name}`,
  'AWS::Events::Connection': (name) => `events:${REGION}:${ACCOUNT}:connection/${name}/a-uuid`,
  'AWS::Events::ApiDestination': (name) =>
    `events:${REGION}:${ACCOUNT}:api-destination/${name}/a-uuid`,
  'AWS::Events::Rule': (name) => `events:${REGION}:${ACCOUNT}:rule/${name}`,
  'AWS::Logs::LogGroup': (name) => `logs:${REGION}:${ACCOUNT}:log-group:${name}:*`,
  'AWS::IAM::Role': (name) => `iam::${ACCOUNT}:role/${name}`,
};

function arnOf(
  declared: z.infer<typeof resources>,
  id: string,
  nameOf: (id: string) => string,
): string {
  const place = places[declared[id]?.Type ?? ''];
  if (!place) throw new Error(`it is not known how the ARN of ${id} is made`);
  return `arn:aws:${place(nameOf(id))}`;
}
