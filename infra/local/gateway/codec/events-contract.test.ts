import * as events from '@aws-sdk/client-eventbridge';
import { contractsOf } from './contract.fixture.ts';

const contract = contractsOf<
  events.ServiceInputTypes,
  events.ServiceOutputTypes,
  events.EventBridgeClientResolvedConfig
>('events', (config) => new events.EventBridgeClient(config));

const time = new Date('2026-03-01T10:20:30Z');
const queueArn = 'arn:aws:sqs:eu-west-1:111122223333:orders';

contract(
  events.PutEventsCommand,
  {
    Entries: [
      {
        Source: 'aurora-restore',
        DetailType: 'SnapshotVerified',
        Detail: '{"text":"<&> ü"}',
        EventBusName: 'bus',
        Resources: ['arn:a', 'arn:b'],
        Time: time,
      },
      { Source: 's', DetailType: 'd', Detail: '{}', Resources: [] },
    ],
  },
  {
    FailedEntryCount: 1,
    Entries: [{ EventId: 'e' }, { ErrorCode: 'MalformedDetail', ErrorMessage: 'no' }],
  },
);
contract(
  events.PutRuleCommand,
  { Name: 'rule', EventBusName: 'bus', EventPattern: '{"source":["a"]}', State: 'ENABLED' },
  { RuleArn: 'arn:aws:events:eu-west-1:111122223333:rule/bus/rule' },
);
contract(
  events.PutTargetsCommand,
  {
    Rule: 'rule',
    Targets: [
      {
        Id: 'queue',
        Arn: queueArn,
        InputTransformer: { InputPathsMap: { id: '$.id' }, InputTemplate: '{"id":<id>}' },
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
        DeadLetterConfig: { Arn: queueArn },
      },
    ],
  },
  { FailedEntryCount: 0, FailedEntries: [] },
);
contract(
  events.ListTargetsByRuleCommand,
  { Rule: 'rule' },
  { Targets: [{ Id: 'queue', Arn: queueArn }] },
);
contract(events.DisableRuleCommand, { Name: 'rule', EventBusName: 'bus' });
contract(events.DeleteRuleCommand, { Name: 'rule', Force: true });
contract(
  events.StartReplayCommand,
  {
    ReplayName: 'r',
    EventSourceArn: 'arn:archive',
    EventStartTime: time,
    EventEndTime: time,
    Destination: { Arn: 'arn:bus', FilterArns: [] },
  },
  { ReplayArn: 'arn:replay', ReplayStartTime: time, State: 'STARTING' },
);
