import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { absent, conditionExpression, equals } from '../../shared/operation/condition.ts';
import { type RuleState, ruleState } from './rule-state.ts';

const item = ruleState.extend({ version: z.int() });

/** How often a change is tried again because another came first: more often than there are workers. */
const TRIES = 40;

export interface RuleStates {
  /**
   * Changes what is known of a rule, as often as it takes to be the one who does, and gives it as it is
   * then. A change that gives back what it was given writes nothing.
   */
  change(
    rule: string,
    change: (before: RuleState | undefined) => Promise<RuleState> | RuleState,
  ): Promise<RuleState>;
}

/** One item of the table `aurora-restore-resources` for each rule. */
export function ruleStates(
  client: DynamoDBDocumentClient,
  { table, region }: { readonly table: string; readonly region: string },
): RuleStates {
  const keyOf = (rule: string) => `auto-restore#${region}#${rule}`;

  async function read(rule: string) {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { resource: keyOf(rule) }, ConsistentRead: true }),
    );
    if (!Item) return { state: undefined, version: 0 };
    const { version, ...state } = item.parse(Item);
    return { state, version };
  }

  /** `false` where somebody else has changed it since. */
  async function put(rule: string, state: RuleState, version: number): Promise<boolean> {
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: {
            ...state,
            clusters: [...state.clusters].map(([cluster_id, one]) => ({ cluster_id, ...one })),
            resource: keyOf(rule),
            version: version + 1,
          },
          ...conditionExpression(version === 0 ? absent('resource') : equals('version', version)),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  return {
    async change(rule, change) {
      for (let tries = 0; tries < TRIES; tries++) {
        const { state, version } = await read(rule);
        const changed = await change(state);
        if (changed === state || (await put(rule, changed, version))) return changed;
      }
      throw new Error(`what is known of the rule ${rule} changes all the time`);
    },
  };
}
