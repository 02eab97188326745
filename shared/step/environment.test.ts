import { afterEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { readVariables } from './environment.ts';

afterEach(() => vi.unstubAllEnvs());

const complete = {
  AWS_REGION: 'eu-west-1',
  ACCOUNT_ID: '123456789012',
  SERVICE_NAME: 'check-work',
  STATE_TABLE: 'state',
  RESOURCES_TABLE: 'resources',
  AUDIT_TABLE: 'audit',
  BUS_NAME: 'aurora-restore',
  QUEUE_URL: 'https://queue',
  DEAD_LETTER_QUEUE: 'dlq',
  MAX_RECEIVES: '5',
};
const set = (variables: Record<string, string | undefined>) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
};

test('a function reads its variables, and those of its own beside them', () => {
  set({ ...complete, TOPIC_ARN: 'arn:topic' });

  const variables = readVariables({ TOPIC_ARN: z.string() });

  expect(variables).toEqual({ ...complete, MAX_RECEIVES: 5, TOPIC_ARN: 'arn:topic' });
});

test('every variable that is missing or wrong is named at once', () => {
  set({ ...complete, BUS_NAME: undefined, MAX_RECEIVES: 'many' });

  const attempt = () => readVariables({ TOPIC_ARN: z.string() });

  expect(attempt).toThrow(/BUS_NAME[\s\S]*MAX_RECEIVES[\s\S]*TOPIC_ARN/);
});
