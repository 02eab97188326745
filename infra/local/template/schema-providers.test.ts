import { expect, test } from 'vitest';
import { bringUp } from './bring-up.ts';
import { inertProviders } from './inert-providers.ts';

const up = (Schema: object) =>
  bringUp({
    stackName: 'stack',
    region: 'eu-west-1',
    accountId: '123456789012',
    providers: inertProviders,
    template: {
      Resources: {
        Registry: { Type: 'AWS::EventSchemas::Registry', Properties: { RegistryName: 'events' } },
        Schema: {
          Type: 'AWS::EventSchemas::Schema',
          Properties: {
            RegistryName: { 'Fn::GetAtt': ['Registry', 'RegistryName'] },
            SchemaName: 'orders@Placed',
            Type: 'JSONSchemaDraft4',
            Content: '{"type":"object"}',
            ...Schema,
          },
        },
      },
    },
  });

test.each(['JSONSchemaDraft4', 'OpenApi3'])(
  'a schema of type %s has an ARN and a version',
  async (Type) => {
    const { resources } = await up({ Type });

    const arns = 'arn:aws:schemas:eu-west-1:123456789012';
    expect(resources.get('Registry')).toMatchObject({
      ref: `${arns}:registry/events`,
      attributes: { RegistryArn: `${arns}:registry/events`, RegistryName: 'events' },
    });
    expect(resources.get('Schema')).toMatchObject({
      ref: `${arns}:schema/events/orders@Placed`,
      attributes: {
        SchemaArn: `${arns}:schema/events/orders@Placed`,
        SchemaName: 'orders@Placed',
        SchemaVersion: '1',
      },
    });
  },
);

test.each([
  [{ Content: '{' }, 'Content: must be a JSON object'],
  [{ Content: '[]' }, 'Content: must be a JSON object'],
  [{ Type: 'Avro' }, 'Type: '],
])('a schema with %j is refused', async (properties, message) => {
  await expect(up(properties)).rejects.toThrow(`Schema (AWS::EventSchemas::Schema): ${message}`);
});
