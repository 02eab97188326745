import { z } from 'zod';
import type { TemplatePlace } from '../service.ts';
import { physicalName } from '../sqs/physical-name.ts';
import type { InertProvider } from './inert-providers.ts';
import { shaped } from './template-error.ts';

const REASON = 'schemas are for people and their tools; nothing here looks at them';

const LONGEST_NAME = 64;

const registryProperties = z.looseObject({ RegistryName: z.string().optional() });

const schemaProperties = z.looseObject({
  RegistryName: z.string().min(1),
  SchemaName: z.string().optional(),
  Type: z.enum(['OpenApi3', 'JSONSchemaDraft4']),
  Content: z.string().refine(isJsonObject, 'must be a JSON object'),
});

/**
 * Schema registries:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-eventschemas-registry.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-eventschemas-schema.html
 */
export const schemaProviders: readonly InertProvider[] = [
  {
    type: 'AWS::EventSchemas::Registry',
    reason: REASON,
    create(properties, at) {
      const { RegistryName = physicalName(at, LONGEST_NAME) } = shaped(
        registryProperties,
        properties,
        [],
      );
      const RegistryArn = arn(`registry/${RegistryName}`, at);
      return { ref: RegistryArn, attributes: { RegistryArn, RegistryName } };
    },
  },
  {
    type: 'AWS::EventSchemas::Schema',
    reason: REASON,
    create(properties, at) {
      const { RegistryName, SchemaName = physicalName(at, LONGEST_NAME) } = shaped(
        schemaProperties,
        properties,
        [],
      );
      const SchemaArn = arn(`schema/${RegistryName}/${SchemaName}`, at);
      return { ref: SchemaArn, attributes: { SchemaArn, SchemaName, SchemaVersion: '1' } };
    },
  },
];

const arn = (resource: string, { region, accountId }: TemplatePlace) =>
  `arn:aws:schemas:${region}:${accountId}:${resource}`;

function isJsonObject(text: string): boolean {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
