import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addPlaceOptions, placeOf } from './place.ts';

function placeWith(args: string[], env: Record<string, string>) {
  const command = addPlaceOptions(new Command())
    .command('list')
    .action(() => undefined);
  command.parent?.parse(['list', ...args], { from: 'user' });
  return placeOf(command, env);
}

test('options go before variables, and are repeated in commands to type', () => {
  const place = placeWith(['--region', 'eu-west-1', '--environment', 'test'], {
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
  });

  expect(place).toEqual({
    environment: 'test',
    region: 'eu-west-1',
    endpointUrl: 'http://127.0.0.1:4566',
    flags: ['--environment', 'test', '--region', 'eu-west-1'],
  });
});

test('an empty variable is none', () => {
  const place = placeWith([], {
    AWS_REGION: '',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: '',
  });

  expect(place).toEqual({ environment: 'dev', region: 'eu-west-1', flags: [] });
});

test('a variable that is wrong is named', () => {
  expect(() => placeWith([], { AURORA_RESTORE_ENVIRONMENT: 'Prod!' })).toThrow(
    'AURORA_RESTORE_ENVIRONMENT must be the name of an environment, not Prod!',
  );
});
