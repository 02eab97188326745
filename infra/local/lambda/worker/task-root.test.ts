import { describe, expect, test } from 'vitest';
import { world } from '../lambda.fixture.ts';

describe('the code of a function', () => {
  test('that is an ES module has no require', async () => {
    await using aws = world();
    await aws.define('esm', 'export const handler = async () => typeof require;');

    expect(await aws.lambda.invoke('esm', {})).toEqual({ result: 'undefined' });
  });

  test('in a .js file is CommonJS unless its own package.json says otherwise', async () => {
    await using aws = world();
    await aws.define('cjs', { 'index.js': 'exports.handler = async () => typeof require;' });
    await aws.define('js', {
      'index.js': 'export const handler = async () => typeof require;',
      'package.json': '{"type":"module"}',
    });

    expect(await aws.lambda.invoke('cjs', {})).toEqual({ result: 'function' });
    expect(await aws.lambda.invoke('js', {})).toEqual({ result: 'undefined' });
  });

  test('finds the packages of its asset and the SDK, and no other', async () => {
    await using aws = world();
    const outside = new URL('../../clock.ts', import.meta.url).href;
    await aws.define('bundled', {
      'index.mjs': `import { a } from 'inner'; export const handler = async () => a;`,
      'node_modules/inner/index.mjs': 'export const a = 1;',
      'node_modules/inner/package.json': '{"exports":"./index.mjs"}',
    });
    await aws.define('forgotten', `import '${outside}'; export const handler = async () => 1;`);
    await aws.define(
      'sdk',
      `import { SQSClient } from '@aws-sdk/client-sqs';
       export const handler = async () => typeof SQSClient;`,
    );

    expect(await aws.lambda.invoke('bundled', {})).toEqual({ result: 1 });
    expect(await aws.lambda.invoke('forgotten', {})).toMatchObject({
      error: { errorType: 'Runtime.ImportModuleError' },
    });
    expect(await aws.lambda.invoke('sdk', {})).toEqual({ result: 'function' });
  });
});
