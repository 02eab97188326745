import type {
  ListRuleNamesByTargetRequest,
  ListRuleNamesByTargetResponse,
  ListTargetsByRuleRequest,
  ListTargetsByRuleResponse,
  PutTargetsRequest,
  PutTargetsResponse,
  RemoveTargetsRequest,
  RemoveTargetsResponse,
} from '@aws-sdk/client-eventbridge';
import type { Core } from '../core.ts';
import { parseTarget } from '../delivery/target.ts';
import { limitExceeded } from '../errors.ts';
import type { Rule } from '../state/event-bus.ts';
import { type Operation, type Operations, onAnything } from './operation.ts';
import { named, page } from './page.ts';
import { onRule, passRole } from './rule-permission.ts';

const MOST_TARGETS = 5;

/** Adds targets or replaces those with the same ids: all of them, or none if one is wrong. */
export function putTargets(rule: Rule, targets: readonly unknown[]): void {
  const parsed = targets.map((target, index) => parseTarget(target, `Targets[${index}]`));
  const ids = new Set([...rule.targets.keys(), ...parsed.map(({ Id }) => Id)]);
  if (ids.size > MOST_TARGETS) throw limitExceeded();
  for (const target of parsed) rule.targets.set(target.Id, target);
}

export function targetOperations({ store }: Core): Operations {
  const PutTargets: Operation<PutTargetsRequest> = {
    permissions: ({ Rule: Name, EventBusName, Targets = [] }, call) => {
      const arns = Targets.map(({ Arn = '' }) => Arn);
      const context = { 'events:TargetArn': arns };
      return [
        onRule(store, call, 'events:PutTargets', { Name, EventBusName }, context),
        ...Targets.flatMap(({ RoleArn }) => passRole(RoleArn)),
      ];
    },
    run: ({ Rule = '', EventBusName, Targets = [] }, call): PutTargetsResponse => {
      putTargets(store.rule(call, EventBusName, Rule), Targets);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  };

  const RemoveTargets: Operation<RemoveTargetsRequest> = {
    permissions: ({ Rule: Name, EventBusName }, call) => [
      onRule(store, call, 'events:RemoveTargets', { Name, EventBusName }),
    ],
    run: ({ Rule = '', EventBusName, Ids = [] }, call): RemoveTargetsResponse => {
      const { targets } = store.rule(call, EventBusName, Rule);
      for (const id of Ids) targets.delete(id);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  };

  const ListTargetsByRule: Operation<ListTargetsByRuleRequest> = {
    permissions: ({ Rule: Name, EventBusName }, call) => [
      onRule(store, call, 'events:ListTargetsByRule', { Name, EventBusName }),
    ],
    run: (input, call): ListTargetsByRuleResponse => {
      const { targets } = store.rule(call, input.EventBusName, input.Rule ?? '');
      const { items, ...rest } = page([...targets.values()], input);
      return { Targets: [...items], ...rest };
    },
  };

  const ListRuleNamesByTarget: Operation<ListRuleNamesByTargetRequest> = {
    permissions: onAnything('events:ListRuleNamesByTarget'),
    run: (input, call): ListRuleNamesByTargetResponse => {
      const { rules } = store.bus(call, input.EventBusName);
      const names = named(rules.values())
        .filter(({ targets }) => [...targets.values()].some(({ Arn }) => Arn === input.TargetArn))
        .map(({ name }) => name);
      const { items, ...rest } = page(names, input);
      return { RuleNames: [...items], ...rest };
    },
  };

  return { PutTargets, RemoveTargets, ListTargetsByRule, ListRuleNamesByTarget };
}
