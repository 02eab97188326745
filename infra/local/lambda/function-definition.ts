import { realpathSync, statSync } from 'node:fs';
import type { TemplatePlace } from '../service.ts';
import { FunctionProperties } from './function-properties.ts';
import { invalid, parseProperties } from './parse-properties.ts';
import { checkVariables } from './runtime-environment.ts';

/** A function as it was declared. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly roleArn: string;
  /** The directory of its asset. */
  readonly taskRoot: string;
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly reservedConcurrency?: number | undefined;
  readonly recursionAllowed: boolean;
  readonly logGroup: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly logFormat: 'Text' | 'JSON';
  readonly logLevel?: string | undefined;
}

export function defineFunction(properties: unknown, at: TemplatePlace): FunctionDefinition {
  const wanted = parseProperties('AWS::Lambda::Function', FunctionProperties, properties);
  const name = wanted.FunctionName ?? `${at.stackName}-${at.logicalId}`.slice(-64);
  const variables = wanted.Environment?.Variables ?? {};
  checkVariables(variables);
  return {
    name,
    arn: `arn:aws:lambda:${at.region}:${at.accountId}:function:${name}`,
    region: at.region,
    roleArn: wanted.Role,
    taskRoot: directory(at.asset(wanted.Code.S3Key)),
    handler: wanted.Handler,
    timeoutMs: wanted.Timeout * 1000,
    memoryMb: wanted.MemorySize,
    reservedConcurrency: wanted.ReservedConcurrentExecutions,
    recursionAllowed: wanted.RecursiveLoop === 'Allow',
    logGroup: wanted.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    variables,
    logFormat: wanted.LoggingConfig?.LogFormat ?? 'Text',
    logLevel: wanted.LoggingConfig?.ApplicationLogLevel,
  };
}

function directory(path: string): string {
  if (!statSync(path).isDirectory())
    throw invalid(
      `AWS::Lambda::Function: the asset ${path} is no directory; archives are not read`,
    );
  return realpathSync(path);
}
