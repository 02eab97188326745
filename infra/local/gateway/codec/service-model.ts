import { NormalizedSchema } from '@smithy/core/schema';
import { z } from 'zod';
import type { ServiceId } from '../../service.ts';
import { type Schema, type Shape, shapeOf } from './shape.ts';

/** What one service's API consists of. */
export interface ServiceModel {
  /** Before an error's name in JSON, e.g. `com.amazonaws.sqs`. */
  readonly namespace: string;
  readonly xmlNamespace: string;
  /** Whether its JSON errors also tell their code in the Query protocol, which it once spoke. */
  readonly queryCompatible: boolean;
  /** Whether it speaks EC2's variant of the Query protocol. */
  readonly ec2: boolean;
  operation(name: string): OperationModel | undefined;
  /** By its modelled name or by its code in the Query protocol. */
  error(code: string): ErrorModel | undefined;
}

export interface OperationModel {
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
}

export interface ErrorModel {
  readonly name: string;
  readonly queryCode: string;
  readonly status: number;
  /** Its text is `message` in some services and `Message` in others. */
  readonly messageMember: 'message' | 'Message';
}

export type ModelledServiceId = Exclude<ServiceId, 'dynamodb'>;

const sources: Readonly<Record<ModelledServiceId, Source>> = {
  sqs: {
    client: () => import('@aws-sdk/client-sqs'),
    xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
    queryCompatible: true,
  },
  sns: {
    client: () => import('@aws-sdk/client-sns'),
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  },
  events: {
    client: () => import('@aws-sdk/client-eventbridge'),
    xmlNamespace: 'http://events.amazonaws.com/doc/2015-10-07',
  },
  rds: {
    client: () => import('@aws-sdk/client-rds'),
    xmlNamespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
  },
  secretsmanager: {
    client: () => import('@aws-sdk/client-secrets-manager'),
    xmlNamespace: '',
  },
  kms: {
    client: () => import('@aws-sdk/client-kms'),
    xmlNamespace: '',
  },
  ec2: {
    client: () => import('@aws-sdk/client-ec2'),
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    ec2: true,
  },
  sts: {
    client: () => import('@aws-sdk/client-sts'),
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  },
};

interface Source {
  client(): Promise<object>;
  readonly xmlNamespace: string;
  readonly queryCompatible?: true;
  readonly ec2?: true;
}

export async function loadServiceModel(id: ModelledServiceId): Promise<ServiceModel> {
  const { client, xmlNamespace, queryCompatible = false, ec2 = false } = sources[id];
  const exported: readonly unknown[] = Object.values(await client());
  const operations = exported.filter(isOperation);
  const byName = new Map(operations.map((schema) => [schema[2], readOperation(schema, ec2)]));
  const errors = exported.filter(isError).map(readError);
  return {
    namespace: operations[0]?.[1] ?? '',
    xmlNamespace,
    queryCompatible,
    ec2,
    operation: (name) => byName.get(name),
    error: (code) =>
      errors.find(({ name }) => name === code) ??
      errors.find(({ queryCode }) => queryCode === code),
  };
}

/** The schema format's numbers for an operation and an error. */
const OPERATION = 9;
const ERROR = -3;

type OperationSchema = readonly [number, string, string, unknown, Schema, Schema];
type ErrorSchema = Schema & readonly [number, string, string, ...unknown[]];

function isOperation(value: unknown): value is OperationSchema {
  return Array.isArray(value) && value[0] === OPERATION;
}

function isError(value: unknown): value is ErrorSchema {
  return Array.isArray(value) && value[0] === ERROR;
}

function readOperation([, , name, , input, output]: OperationSchema, ec2: boolean): OperationModel {
  return { name, input: shapeOf(input, ec2 ? 'ec2-request' : 'usual'), output: shapeOf(output) };
}

const errorTraits = z.object({
  awsQueryError: z.tuple([z.string(), z.number()]).optional(),
  httpError: z.number().optional(),
  error: z.enum(['client', 'server']).optional(),
});

function readError(source: ErrorSchema): ErrorModel {
  const schema = NormalizedSchema.of(source);
  const { awsQueryError, httpError, error } = errorTraits.parse(schema.getMergedTraits());
  const [queryCode = source[2], queryStatus] = awsQueryError ?? [];
  return {
    name: source[2],
    queryCode,
    status: queryStatus ?? httpError ?? (error === 'server' ? 500 : 400),
    messageMember: 'Message' in schema.getMemberSchemas() ? 'Message' : 'message',
  };
}
