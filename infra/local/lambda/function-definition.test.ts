import { describe, expect, test } from 'vitest';
import { world } from './lambda.fixture.ts';

const echo = 'export const handler = async (event) => event;';

describe('a declaration', () => {
  test.each([
    [{ Layers: ['arn'] }, 'Layers'],
    [{ Runtime: 'python3.13' }, 'Runtime'],
    [{ Code: { ZipFile: 'code' } }, 'ZipFile'],
    [{ Timeout: 901 }, 'Timeout'],
    [{ Environment: { Variables: { AWS_REGION: 'x' } } }, 'reserved keys'],
    [{ Environment: { Variables: { BIG: 'x'.repeat(5000) } } }, '4KB'],
  ])('with %j is refused by name', async (properties, message) => {
    await using aws = world();

    await expect(aws.define('echo', echo, properties)).rejects.toThrow(message);
  });
});
