import { expect, test } from 'vitest';
import type { ResourceProvider, TemplatePlace } from '../service.ts';
import { bringUp, type StackOptions } from './bring-up.ts';

/** A provider that keeps what it is given. `Ref` gives the logical id in small letters. */
function recorder(type = 'Test::Thing') {
  const made: { logicalId: string; properties: unknown; at: TemplatePlace }[] = [];
  const provider: ResourceProvider = {
    type,
    create(properties, at) {
      made.push({ logicalId: at.logicalId, properties, at });
      const ref = at.logicalId.toLowerCase();
      return { ref, attributes: { Arn: `arn:${ref}`, 'Endpoint.Port': '3306' } };
    },
  };
  return { made, provider };
}

function up(template: object, options: Partial<StackOptions> = {}) {
  const { made, provider } = recorder();
  const stack = bringUp({
    stackName: 'stack',
    template,
    providers: [provider],
    region: 'eu-west-1',
    accountId: '123456789012',
    ...options,
  });
  return { stack, made };
}

const thing = (Properties: object = {}, more: object = {}) => ({
  Type: 'Test::Thing',
  Properties,
  ...more,
});

/** What one property resolves to, in a template with a thing `Other` and what else is given. */
async function value(Value: unknown, sections: object = {}, options: Partial<StackOptions> = {}) {
  const { stack, made } = up(
    { Resources: { Thing: thing({ Value }), Other: thing() }, ...sections },
    options,
  );
  await stack;
  return made.find(({ logicalId }) => logicalId === 'Thing')?.properties;
}

const mappings = {
  Mappings: { ByRegion: { 'eu-west-1': { name: 'Ireland', zones: ['a', 'b'] } } },
};

test.each([
  ['Ref of a resource', { Ref: 'Other' }, 'other'],
  ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
  ['GetAtt', { 'Fn::GetAtt': ['Other', 'Arn'] }, 'arn:other'],
  ['GetAtt with dots', { 'Fn::GetAtt': 'Other.Endpoint.Port' }, '3306'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Other' }, 1]] }, 'a-other-1'],
  [
    'Sub',
    { 'Fn::Sub': `\${Other}/\${Other.Arn}/\${AWS::AccountId}/\${!Kept}` },
    `other/arn:other/123456789012/\${Kept}`,
  ],
  [
    'Sub with variables',
    { 'Fn::Sub': [`\${x}-\${Other}`, { x: { Ref: 'AWS::Region' } }] },
    'eu-west-1-other',
  ],
  ['Select', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
  ['Split', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Other', 'Arn'] }] }, ['arn', 'other']],
  ['Select of Split', { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
  ['FindInMap', { 'Fn::FindInMap': ['ByRegion', { Ref: 'AWS::Region' }, 'zones'] }, ['a', 'b']],
  ['Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
  ['GetAZs', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': `base-\${AWS::Region}` } }, 'imported'],
  ['NoValue in a list', [{ Ref: 'AWS::NoValue' }, 'b'], ['b']],
  ['a key that only looks like a function', { Ref: 'Other', More: 1 }, { Ref: 'Other', More: 1 }],
])('%s is resolved', async (_, given, expected) => {
  const resolved = await value(given, mappings, { imports: { 'base-eu-west-1': 'imported' } });

  expect(resolved).toEqual({ Value: expected });
});

test('NoValue removes the property', async () => {
  expect(await value({ Ref: 'AWS::NoValue' })).toEqual({});
});

const conditions = {
  Parameters: { Stage: { Type: 'String', Default: 'dev' } },
  Conditions: {
    IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
    IsHere: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
    Both: { 'Fn::And': [{ Condition: 'IsDev' }, { Condition: 'IsHere' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsDev' }, { 'Fn::Equals': ['a', 'b'] }] },
    Prod: { 'Fn::Not': [{ Condition: 'IsDev' }] },
  },
};

test.each([
  ['Both', 'yes'],
  ['Either', 'yes'],
  ['Prod', 'no'],
])('If %s gives %s', async (condition, expected) => {
  const resolved = await value({ 'Fn::If': [condition, 'yes', 'no'] }, conditions);

  expect(resolved).toEqual({ Value: expected });
});

test('a resource whose condition does not hold is not created, nor what only it refers to', async () => {
  const { stack, made } = up({
    ...conditions,
    Resources: {
      Prod: { Type: 'Test::Unknown', Condition: 'Prod' },
      Thing: thing(
        { Value: { 'Fn::If': ['Prod', { Ref: 'Prod' }, 'none'] } },
        { DependsOn: ['Prod'] },
      ),
    },
    Outputs: { Prod: { Value: { Ref: 'Prod' }, Condition: 'Prod' } },
  });

  const { resources, outputs } = await stack;

  expect([...resources.keys()]).toEqual(['Thing']);
  expect(outputs).toEqual({});
  expect(made[0]?.properties).toEqual({ Value: 'none' });
});

test('resources are created after what they refer to or depend on', async () => {
  const { stack, made } = up({
    Resources: {
      A: thing({ Deep: [{ 'Fn::Sub': `\${B.Arn}` }] }, { DependsOn: 'C' }),
      B: thing({ Value: { 'Fn::GetAtt': ['D', 'Arn'] } }),
      C: thing(),
      D: thing(),
    },
  });

  await stack;

  expect(made.map(({ logicalId }) => logicalId)).toEqual(['C', 'D', 'B', 'A']);
});

test('a stack tells its resources, outputs and exports', async () => {
  const { stack } = up({
    Resources: { Thing: thing() },
    Outputs: {
      Arn: {
        Value: { 'Fn::GetAtt': ['Thing', 'Arn'] },
        Export: { Name: { 'Fn::Sub': `\${AWS::StackName}-arn` } },
      },
      Id: { Value: { Ref: 'AWS::StackId' } },
    },
  });

  const { resources, outputs, exports } = await stack;

  expect(resources.get('Thing')).toMatchObject({
    type: 'Test::Thing',
    physicalId: 'thing',
    ref: 'thing',
  });
  expect(outputs.Arn).toBe('arn:thing');
  expect(outputs.Id).toMatch(
    /^arn:aws:cloudformation:eu-west-1:123456789012:stack\/stack\/[0-9a-f-]{36}$/,
  );
  expect(exports).toEqual({ 'stack-arn': 'arn:thing' });
});

test('a provider is told where it is', async () => {
  const { stack, made } = up(
    { Resources: { Thing: thing() } },
    { asset: (key) => `/assets/${key}` },
  );

  await stack;

  expect(made[0]?.at).toMatchObject({
    logicalId: 'Thing',
    stackName: 'stack',
    region: 'eu-west-1',
    accountId: '123456789012',
  });
  expect(made[0]?.at.asset('key.zip')).toBe('/assets/key.zip');
});

test('every unknown type is reported at once, before anything is created', async () => {
  const { stack, made } = up({
    Resources: { Thing: thing(), A: { Type: 'AWS::A::A' }, B: { Type: 'AWS::B::B' } },
  });

  await expect(stack).rejects.toThrow(
    'stack stack: resources of types that are not supported locally: A (AWS::A::A), B (AWS::B::B)',
  );
  expect(made).toEqual([]);
});

test('a provider’s own error names stack, resource and type', async () => {
  const provider: ResourceProvider = {
    type: 'Test::Thing',
    create() {
      throw new Error('Properties.Name: too long');
    },
  };
  const { stack } = up(
    { Resources: { Waiting: thing({ Value: { Ref: 'Thing' } }), Thing: thing() } },
    { providers: [provider] },
  );

  await expect(stack).rejects.toThrow(
    'stack stack: Thing (Test::Thing): Properties.Name: too long',
  );
});

test.each([
  ['an unknown name', { Ref: 'Nobody' }, 'Properties.Value.Ref: nothing here is called Nobody'],
  [
    'an attribute nobody gives',
    { 'Fn::GetAtt': ['Other', 'Size'] },
    'Properties.Value.Fn::GetAtt: Other (Test::Thing) has no attribute Size',
  ],
  [
    'an attribute of nobody',
    { 'Fn::Sub': `\${Nobody.Arn}` },
    'Properties.Value.Fn::Sub: no resource here is called Nobody',
  ],
  [
    'a function that is not supported',
    [{ 'Fn::Cidr': [] }],
    'Properties.Value.0.Fn::Cidr: this function is not supported',
  ],
  [
    'an import nobody exports',
    { 'Fn::ImportValue': 'x' },
    'Properties.Value.Fn::ImportValue: no stack exports x',
  ],
  ['a mapping that is not there', { 'Fn::FindInMap': ['a', 'b', 'c'] }, 'no mapping of a, b, c'],
  ['a condition that is not there', { 'Fn::If': ['x', 1, 2] }, 'there is no condition x'],
  ['a member that is not there', { 'Fn::Select': [2, ['a']] }, 'there is no member 2 among 1'],
  [
    'a dynamic reference',
    { 'Fn::Join': ['', ['{{resolve:secretsmanager:', 'x}}']] },
    'dynamic reference {{resolve:secretsmanager:x}} is not supported',
  ],
  ['an argument of the wrong shape', { 'Fn::Join': 'x' }, 'Properties.Value.Fn::Join: '],
  ['itself', { Ref: 'Thing' }, 'a circle of references: Thing -> Thing'],
])('%s is an error that names the place', async (_, given, expected) => {
  const message = await value(given).catch((error: unknown) => String(error));

  expect(message).toContain('stack stack: Thing (Test::Thing): ');
  expect(message).toContain(expected);
});

test('a circle of references is an error', async () => {
  const { stack } = up({
    Resources: {
      A: thing({ Value: { Ref: 'B' } }),
      B: thing({}, { DependsOn: 'C' }),
      C: thing({ Value: { 'Fn::GetAtt': 'A.Arn' } }),
    },
  });

  await expect(stack).rejects.toThrow('a circle of references: A -> B -> C -> A');
});

test('a condition that depends on itself is an error', async () => {
  const Conditions = { A: { Condition: 'B' }, B: { Condition: 'A' } };

  await expect(value({ 'Fn::If': ['A', 1, 2] }, { Conditions })).rejects.toThrow(
    'condition A depends on itself',
  );
});

test.each([
  [{ Transform: 'AWS::Serverless' }, 'Transform'],
  [{ Rules: { Mine: {} } }, 'Mine'],
])('what is not supported in a template is refused by name: %j', async (section, expected) => {
  const { stack } = up({ Resources: {}, ...section });

  await expect(stack).rejects.toThrow(expected);
});
