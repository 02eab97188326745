import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DescribeRuleResponse,
  DisableRuleRequest,
  EnableRuleRequest,
  ListRulesRequest,
  ListRulesResponse,
  PutRuleRequest,
  PutRuleResponse,
} from '@aws-sdk/client-eventbridge';
import type { Call } from '../../service.ts';
import type { Core } from '../core.ts';
import { invalid } from '../errors.ts';
import type { Rule, RuleState } from '../state/event-bus.ts';
import { tagContext } from '../tags.ts';
import { type Operation, type Operations, onAnything } from './operation.ts';
import { named, page } from './page.ts';
import { putRule } from './put-rule.ts';
import { onRule, passRole, patternContext } from './rule-permission.ts';

export function ruleOperations(core: Core): Operations {
  const { store, scheduler } = core;

  const PutRule: Operation<PutRuleRequest> = {
    permissions: (input, call) => {
      const tags = tagContext(input.Tags);
      const context = { ...patternContext(input.EventPattern), ...tags };
      return [
        onRule(store, call, 'events:PutRule', input, context),
        ...(input.Tags?.length ? [onRule(store, call, 'events:TagResource', input, tags)] : []),
        ...passRole(input.RoleArn),
      ];
    },
    run: (input, call): PutRuleResponse => ({ RuleArn: putRule(core, call, input).arn }),
  };

  const DescribeRule: Operation<DescribeRuleRequest> = {
    permissions: (input, call) => [onRule(store, call, 'events:DescribeRule', input)],
    run: ({ Name = '', EventBusName }, call): DescribeRuleResponse => {
      const rule = store.rule(call, EventBusName, Name);
      return { ...describe(rule), CreatedBy: rule.createdBy };
    },
  };

  const ListRules: Operation<ListRulesRequest> = {
    permissions: onAnything('events:ListRules'),
    run: (input, call): ListRulesResponse => {
      const { rules } = store.bus(call, input.EventBusName);
      const { items, ...rest } = page(named(rules.values(), input.NamePrefix), input);
      return { Rules: items.map(describe), ...rest };
    },
  };

  const DeleteRule: Operation<DeleteRuleRequest> = {
    permissions: (input, call) => [onRule(store, call, 'events:DeleteRule', input)],
    run: ({ Name = '', EventBusName }, call) => {
      const { rules } = store.bus(call, EventBusName);
      const rule = rules.get(Name);
      if (rule === undefined) return undefined;
      if (rule.targets.size > 0) throw invalid("Rule can't be deleted since it has targets.");
      scheduler.stop(rule);
      rules.delete(Name);
      return undefined;
    },
  };

  const setState = (
    { Name = '', EventBusName }: EnableRuleRequest,
    call: Call,
    state: RuleState,
  ) => {
    const rule = store.rule(call, EventBusName, Name);
    if (rule.state !== state) {
      rule.state = state;
      scheduler.restart(rule);
    }
    return undefined;
  };

  const EnableRule: Operation<EnableRuleRequest> = {
    permissions: (input, call) => [onRule(store, call, 'events:EnableRule', input)],
    run: (input, call) => setState(input, call, 'ENABLED'),
  };

  const DisableRule: Operation<DisableRuleRequest> = {
    permissions: (input, call) => [onRule(store, call, 'events:DisableRule', input)],
    run: (input, call) => setState(input, call, 'DISABLED'),
  };

  return { PutRule, DescribeRule, ListRules, DeleteRule, EnableRule, DisableRule };
}

const describe = ({ name, arn, bus, definition, state }: Rule) => ({
  Name: name,
  Arn: arn,
  EventBusName: bus.name,
  Description: definition.description,
  EventPattern: definition.pattern?.text,
  ScheduleExpression: definition.schedule?.expression,
  RoleArn: definition.roleArn,
  State: state,
});
