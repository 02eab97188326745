import { describe, expect, test } from 'vitest';
import { Clock } from '../clock.ts';
import type { TemplatePlace } from '../service.ts';
import { Iam } from './iam.ts';
import { iamProviders } from './iam-providers.ts';

const place: TemplatePlace = {
  logicalId: 'CopySnapshotRole',
  stackName: 'stack',
  region: 'eu-west-1',
  accountId: '111122223333',
  asset: (key) => key,
};
const roleArn = 'arn:aws:iam::111122223333:role/copy-snapshot';
const trust = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'lambda.amazonaws.com' },
    },
  ],
};
const permission = { action: 'rds:CopyDBClusterSnapshot', resource: '*' };

function policyFor(Action: string, more: object = {}) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*', ...more }],
  };
}

function open() {
  const clock = new Clock();
  const iam = new Iam({ clock });
  const create = (type: string, properties: object, at: Partial<TemplatePlace> = {}) =>
    iamProviders(iam)
      .find((provider) => provider.type === type)
      ?.create(properties, { ...place, ...at });
  const createRole = (properties: object = {}) =>
    create('AWS::IAM::Role', {
      RoleName: 'copy-snapshot',
      AssumeRolePolicyDocument: trust,
      ...properties,
    });
  const decide = (wanted = permission) => {
    const { accessKeyId, sessionToken } = iam.issue({ roleArn, sessionName: 'one' });
    return iam.allows(iam.identify(accessKeyId, sessionToken), wanted);
  };
  return { iam, clock, create, createRole, decide };
}

describe('roles of a template', () => {
  test('give their name and ARN', () => {
    const role = open().createRole();

    expect(role).toMatchObject({ ref: 'copy-snapshot', attributes: { Arn: roleArn } });
  });

  test('get a name from their place', () => {
    const role = open().create('AWS::IAM::Role', { AssumeRolePolicyDocument: trust });

    expect(role).toMatchObject({ ref: 'stack-CopySnapshotRole' });
  });

  test('may do nothing by themselves', () => {
    const { createRole, decide } = open();
    createRole();

    expect(decide()).toBe('none');
  });

  test('may do what their inline policies allow', () => {
    const { createRole, decide } = open();
    createRole({ Policies: [{ PolicyName: 'p', PolicyDocument: policyFor('rds:Copy*') }] });

    expect(decide()).toBe('allow');
  });

  test('may do what a policy beside them allows', () => {
    const { create, createRole, decide } = open();
    createRole();

    create('AWS::IAM::Policy', {
      PolicyName: 'p',
      PolicyDocument: policyFor('rds:Copy*'),
      Roles: ['copy-snapshot'],
    });

    expect(decide()).toBe('allow');
  });

  test('may do what a managed policy of the template allows, whichever names the other', () => {
    const { create, createRole, decide } = open();
    const managed = { ManagedPolicyName: 'copy', PolicyDocument: policyFor('rds:Copy*') };
    create('AWS::IAM::ManagedPolicy', managed);

    createRole({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/copy'] });
    create('AWS::IAM::ManagedPolicy', {
      PolicyDocument: policyFor('rds:Delete*'),
      Roles: ['copy-snapshot'],
    });

    expect(decide()).toBe('allow');
    expect(decide({ action: 'rds:DeleteDBCluster', resource: '*' })).toBe('allow');
  });

  test('accept the managed policies for what is not local', () => {
    const { createRole, decide } = open();
    const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

    createRole({ ManagedPolicyArns: [basic] });

    expect(decide()).toBe('none');
  });

  test.each([
    [
      'another managed policy',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/PowerUserAccess'] },
      'There is no managed policy arn:aws:iam::aws:policy/PowerUserAccess',
    ],
    [
      'a permissions boundary',
      { PermissionsBoundary: 'arn' },
      'CopySnapshotRole: ✖ Unrecognized key: "PermissionsBoundary"',
    ],
    [
      'a policy with a principal',
      { Policies: [{ PolicyName: 'p', PolicyDocument: policyFor('rds:*', { Principal: '*' }) }] },
      'CopySnapshotRole.Policies.p: a policy of a role must not name a Principal',
    ],
    [
      'a trust policy that is none',
      { AssumeRolePolicyDocument: {} },
      'CopySnapshotRole.AssumeRolePolicyDocument: Statement',
    ],
  ])('are refused with %s', (_name, properties, message) => {
    const { createRole } = open();

    expect(() => createRole(properties)).toThrow(message);
  });

  test('are refused where one exists already', () => {
    const { createRole } = open();
    createRole();

    expect(() => createRole()).toThrow(`${roleArn} already exists`);
  });

  test('of another account cannot be given a policy', () => {
    const { create, createRole } = open();
    createRole();
    const policy = {
      PolicyName: 'p',
      PolicyDocument: policyFor('rds:*'),
      Roles: ['copy-snapshot'],
    };

    expect(() => create('AWS::IAM::Policy', policy, { accountId: '999999999999' })).toThrow(
      'There is no role copy-snapshot in account 999999999999',
    );
  });
});

describe('callers', () => {
  test('without an issued key are the operator of the default account', () => {
    const principal = new Iam({ clock: new Clock(), defaultAccountId: '444455556666' }).identify(
      'AKIAEXAMPLE',
      undefined,
    );

    expect(principal).toEqual({
      accountId: '444455556666',
      arn: 'arn:aws:iam::444455556666:root',
    });
  });

  test('with twelve digits as their key are the operator of that account', () => {
    const { iam } = open();

    const principal = iam.identify('999988887777', undefined);

    expect(principal.accountId).toBe('999988887777');
    expect(iam.allows(principal, permission)).toBe('allow');
  });

  test('with an issued key are a session of the role', () => {
    const { iam, createRole } = open();
    createRole();
    const kill = () => {};

    const { accessKeyId, sessionToken } = iam.issue({ roleArn, sessionName: 'one', kill });

    expect(iam.identify(accessKeyId, sessionToken)).toEqual({
      accountId: '111122223333',
      arn: 'arn:aws:sts::111122223333:assumed-role/copy-snapshot/one',
      roleArn,
      kill,
    });
  });

  test("with an issued key and another session's token are refused", () => {
    const { iam, createRole } = open();
    createRole();
    const { accessKeyId } = iam.issue({ roleArn, sessionName: 'one' });
    const { sessionToken } = iam.issue({ roleArn, sessionName: 'two' });

    expect(() => iam.identify(accessKeyId, sessionToken)).toThrow('security token');
    expect(() => iam.identify(accessKeyId, undefined)).toThrow('security token');
  });

  test('get no key of a role that does not exist or does not trust them', () => {
    const { iam, createRole } = open();
    createRole();
    const issue = (arn: string, service: string) => () =>
      iam.issue({ roleArn: arn, sessionName: 'one', service });

    expect(issue(`${roleArn}2`, 'lambda.amazonaws.com')).toThrow(`There is no role ${roleArn}2`);
    expect(issue(roleArn, 'events.amazonaws.com')).toThrow('cannot be assumed by');
    expect(issue(roleArn, 'lambda.amazonaws.com')).not.toThrow();
  });

  test('are judged by the time of the environment', () => {
    const { clock, createRole, decide } = open();
    const Condition = { DateLessThan: { 'aws:CurrentTime': clock.date().toISOString() } };
    clock.advance(-60_000);
    const PolicyDocument = policyFor('rds:Copy*', { Condition });
    createRole({ Policies: [{ PolicyName: 'p', PolicyDocument }] });

    const before = decide();
    clock.advance(120_000);

    expect([before, decide()]).toEqual(['allow', 'none']);
  });
});
