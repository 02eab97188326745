import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { sourcesOnAws } from '../../shared/aurora/sources-on-aws.ts';
import { rulesInCycles } from '../../shared/configuration/restore-cycles.ts';
import { documentsOf } from '../../shared/operation/documents.ts';
import { publishOn } from '../../shared/step/bus.ts';
import { readVariables, shippedConfiguration } from '../../shared/step/environment.ts';
import { requester } from '../../shared/step/requester.ts';
import { operationsOf } from '../../shared/step/step.ts';
import { autoRestore } from './auto-restore.ts';
import { contract } from './contract.ts';
import { ruleStates } from './rule-states.ts';

const variables = readVariables({});
const configuration = shippedConfiguration();
const { auto_restores: rules } = configuration;
const here = { account_id: variables.ACCOUNT_ID, region: variables.AWS_REGION };
/** Where the template was synthesized, it may not have been known which places are here. */
const cycles = rulesInCycles(rules, here);
if (cycles.length > 0) throw new Error(`auto_restores ${cycles.join('; ')}`);

export const handler = requester(
  contract,
  autoRestore({
    rules,
    here,
    sourceAt: sourcesOnAws(configuration, variables),
    states: ruleStates(documentsOf(new DynamoDBClient()), {
      table: variables.RESOURCES_TABLE,
      region: variables.AWS_REGION,
    }),
    operations: operationsOf(variables),
    publish: publishOn(new EventBridgeClient(), variables.BUS_NAME),
    now: () => new Date(),
  }),
);
