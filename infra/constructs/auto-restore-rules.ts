import { Duration, Stack } from 'aws-cdk-lib';
import { type IEventBus, Schedule } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AutoRestore } from '../../shared/configuration/auto-restores.ts';
import { rulesInCycles } from '../../shared/configuration/restore-cycles.ts';
import { isHere } from '../../shared/configuration/restore-targets.ts';
import type { RequesterContract } from '../../shared/step/contract.ts';
import { hintPattern } from './patterns.ts';
import { QueueRule } from './queue-rule.ts';

interface AutoRestoreRulesProps {
  readonly contract: RequesterContract;
  /** Of EventBridge's rules, or how their names begin. */
  readonly name: string;
  readonly rules: readonly AutoRestore[];
  readonly bus: IEventBus;
  readonly queue: IQueue;
  readonly undelivered: IQueue;
}

/**
 * What wakes the service that restores new snapshots: what RDS says of them here, what is forwarded from
 * elsewhere, and a schedule. Without a rule to restore by, nothing does.
 */
export class AutoRestoreRules extends Construct {
  constructor(scope: Construct, id: string, props: AutoRestoreRulesProps) {
    super(scope, id);
    const { contract, name, rules, bus, queue, undelivered } = props;
    const to = { queue, undelivered };
    const { account: account_id, region } = Stack.of(this);
    const here = { account_id, region };
    for (const why of rulesInCycles(rules, here)) throw new Error(`auto_restores ${why}`);
    const elsewhere = rules.filter((rule) => !isHere(rule, here));
    if (rules.length === 0) return;
    new QueueRule(this, 'Schedule', {
      ...to,
      ruleName: `${name}-look`,
      schedule: Schedule.rate(Duration.minutes(contract.everyMinutes)),
    });
    /** Always: where the template does not say which region it is for, one that is written out may be this one. */
    new QueueRule(this, 'NativeEvents', {
      ...to,
      ruleName: name,
      pattern: hintPattern(contract.hints),
    });
    if (elsewhere.length > 0)
      new QueueRule(this, 'ForwardedEvents', {
        ...to,
        ruleName: name,
        bus,
        pattern: hintPattern(contract.hints, {
          accounts: elsewhere.map(({ source }) => source.account_id ?? account_id),
          regions: elsewhere.map(({ source }) => source.region ?? region),
        }),
      });
  }
}
