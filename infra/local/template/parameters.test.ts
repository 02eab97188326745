import { expect, test } from 'vitest';
import { bringUp } from './bring-up.ts';

const up = (Parameters: object, parameters: Record<string, string> = {}, more: object = {}) =>
  bringUp({
    stackName: 'stack',
    template: { Parameters, Resources: {}, ...more },
    parameters,
    providers: [],
    region: 'eu-west-1',
    accountId: '123456789012',
  });

test('a parameter has the value it is given, or its default', async () => {
  const { parameters } = await up(
    {
      Stage: { Type: 'String', Default: 'dev' },
      Count: { Type: 'Number', Default: 3 },
      Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' },
    },
    { Stage: 'prod', Subnets: 'subnet-1, subnet-2' },
  );

  expect(parameters).toEqual({ Stage: 'prod', Count: '3', Subnets: ['subnet-1', 'subnet-2'] });
});

test('everything that is wrong with the parameters is told at once', async () => {
  const stack = up(
    {
      Missing: { Type: 'String' },
      Stage: { Type: 'String', AllowedValues: ['dev', 'prod'] },
      Name: { Type: 'String', AllowedPattern: '[a-z]+', MinLength: 3, Default: 'x' },
      Count: { Type: 'Number', MaxValue: 5 },
      Secret: { Type: 'String', NoEcho: true, MaxLength: 3 },
    },
    { Stage: 'test', Name: 'a1', Count: '6', Secret: 'hidden' },
  );

  await expect(stack).rejects.toThrow(
    'stack stack: parameter Missing has neither a value nor a default; ' +
      'parameter Stage: test is none of dev, prod; ' +
      'parameter Name: a1 does not match [a-z]+; parameter Name: a1 is shorter than 3; ' +
      'parameter Count: 6 is more than 5; ' +
      'parameter Secret: **** is longer than 3',
  );
});

test('a parameter that the template does not have is refused', async () => {
  await expect(up({}, { Stage: 'dev' })).rejects.toThrow('the template has no parameter Stage');
});

test('the bootstrap version is neither looked up nor checked', async () => {
  const Ssm = { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' };
  const Rules = { CheckBootstrapVersion: { Assertions: [] } };

  await expect(up({ BootstrapVersion: Ssm }, {}, { Rules })).resolves.toBeDefined();
  await expect(up({ Ssm }, {}, { Outputs: { Ssm: { Value: { Ref: 'Ssm' } } } })).rejects.toThrow(
    'Outputs.Ssm.Value.Ref: Ssm is in the SSM parameter store',
  );
});
