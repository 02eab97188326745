import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { eventSchema } from '../event-schemas.ts';
import { publicEvents } from '../public-events.ts';

/**
 * The contract with other teams in EventBridge's schema registry, from which the console and the IDEs
 * take it. Schemas are named as AWS names its own: by source and detail-type.
 */
export class PublicSchemas extends Construct {
  constructor(scope: Construct, id: string, { registryName }: { readonly registryName: string }) {
    super(scope, id);
    const registry = new CfnRegistry(this, 'Registry', {
      registryName,
      description: 'Events of the Aurora restore pipeline on which others may rely',
    });
    for (const event of publicEvents)
      new CfnSchema(this, event.name, {
        registryName: registry.attrRegistryName,
        schemaName: `${event.source}@${event.name}`,
        type: 'JSONSchemaDraft4',
        description: event.says,
        content: JSON.stringify(eventSchema(event)),
      });
  }
}
