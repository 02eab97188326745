import { expect, test } from 'vitest';
import { explainAws } from './explain.ts';

const local = { environment: 'dev', endpointUrl: 'http://127.0.0.1:4566', flags: [] };
const aws = { environment: 'dev', region: 'eu-west-1', flags: [] };

const error = (name: string, message = '', more = {}) =>
  Object.assign(new Error(message), { name, ...more });

test.each([
  [local, error('Error', 'connect', { code: 'ECONNREFUSED' }), /Nothing answers at http/, /local$/],
  [aws, error('CredentialsProviderError'), /No AWS credentials/, /AWS_PROFILE/],
  [aws, error('Error', 'lookup', { code: 'ENOTFOUND' }), /AWS in eu-west-1 cannot/, /connection/],
  [aws, error('TimeoutError'), /cannot be reached \(TimeoutError\)/, /region/],
  [aws, error('AccessDeniedException', 'no'), /AWS denied the call: no/, /granted/],
  [aws, error('ExpiredTokenException', 'old'), /does not accept the credentials: old/, /Log in/],
  [aws, error('ResourceNotFoundException', 'x'), /no deployment of environment dev/, /--region/],
  [aws, error('SlowDown', 'x', { $metadata: { httpStatusCode: 503 } }), /SlowDown: x/, /later/],
])('an error of AWS says what to do (%#)', (place, thrown, message, remedy) => {
  expect(explainAws(thrown, place)).toMatchObject({
    message: expect.stringMatching(message),
    remedy: expect.stringMatching(remedy),
    exitCode: 3,
  });
});

test('a missing region is wrong usage', () => {
  expect(explainAws(error('Error', 'Region is missing'), aws)).toMatchObject({ exitCode: 2 });
});

test('what has nothing to do with AWS is left as it is', () => {
  expect(explainAws(new TypeError('x is not a function'), aws)).toBeUndefined();
  expect(explainAws('thrown', aws)).toBeUndefined();
});
