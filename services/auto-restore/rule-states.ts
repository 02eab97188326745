import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { VersionedItem } from '../../shared/operation/versioned-item.ts';
import { type RuleState, ruleState } from './rule-state.ts';

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
export const ruleStates = (
  client: DynamoDBDocumentClient,
  { table, region }: { readonly table: string; readonly region: string },
): RuleStates => ({
  async change(rule, change) {
    let state: RuleState | undefined;
    const item = new VersionedItem(client, table, `auto-restore#${region}#${rule}`);
    const isChanged = await item.change(async (found) => {
      const before = found && ruleState.parse(found);
      state = await change(before);
      return state === before ? undefined : storable(state);
    });
    if (isChanged && state) return state;
    throw new Error(`what is known of the rule ${rule} changes all the time`);
  },
});

const storable = ({ clusters, ...state }: RuleState) => ({
  ...state,
  clusters: [...clusters].map(([cluster_id, one]) => ({ cluster_id, ...one })),
});
