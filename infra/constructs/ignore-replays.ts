import type { CfnRule, Rule } from 'aws-cdk-lib/aws-events';

/** An archive is for reading: replayed events acted upon would restore, or tell people, a second time. */
export function ignoreReplays(rule: Rule): void {
  const definition = rule.node.defaultChild as CfnRule;
  definition.addPropertyOverride('EventPattern.replay-name', [{ exists: false }]);
}
