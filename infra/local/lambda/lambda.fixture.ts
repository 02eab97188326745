import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Clock } from '../clock.ts';
import { noFaults } from '../faults.ts';
import type { TemplatePlace } from '../service.ts';
import { createLambda, type Lambda, type LambdaOptions } from './create-lambda.ts';

const REGION = 'eu-central-1';
const ACCOUNT = '000000000000';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;

export interface World extends AsyncDisposable {
  readonly lambda: Lambda;
  readonly clock: Clock;
  /** Creates a function whose `index.mjs` has this text, or whose asset has these files. */
  define(
    name: string,
    code: string | Readonly<Record<string, string>>,
    properties?: object,
  ): Promise<void>;
  create(type: string, properties: object): Promise<unknown>;
}

/** Functions without an environment around them. */
export function world(options: Partial<LambdaOptions> = {}): World {
  const clock = options.clock ?? new Clock();
  const assets = mkdtempSync(join(tmpdir(), 'lambda-'));
  const lambda = createLambda({
    clock,
    faults: noFaults,
    endpoint: () => 'http://127.0.0.1:9',
    findSource: () => undefined,
    issueCredentials: () => ({ accessKeyId: 'AKIA', secretAccessKey: 'secret' }),
    allowed: () => true,
    ...options,
  });
  lambda.begin();
  const create = async (type: string, properties: object): Promise<unknown> => {
    const at: TemplatePlace = {
      logicalId: 'Resource',
      stackName: 'stack',
      region: REGION,
      accountId: ACCOUNT,
      asset: (key) => join(assets, key),
    };
    return await lambda.providers.find((known) => known.type === type)?.create(properties, at);
  };
  return {
    lambda,
    clock,
    create,
    async define(name, code, properties = {}) {
      const files = typeof code === 'string' ? { 'index.mjs': code } : code;
      for (const [file, text] of Object.entries(files)) {
        const path = join(assets, name, file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
      await create('AWS::Lambda::Function', {
        FunctionName: name,
        Code: { S3Bucket: 'assets', S3Key: name },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: ROLE,
        ...properties,
      });
    },
    async [Symbol.asyncDispose]() {
      await lambda.close();
      clock.stop();
      rmSync(assets, { recursive: true });
    },
  };
}
