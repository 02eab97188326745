import { expect, it } from 'vitest';
import { SCHEDULE_ARN, testScheduler } from './scheduler.fixture.ts';

const PLACE = 'eu-central-1:111111111111';

it('a group and a schedule are known by their names and ARNs', async () => {
  const { create, schedule } = await testScheduler();

  expect(await create('AWS::Scheduler::ScheduleGroup', { Name: 'others' })).toEqual({
    ref: 'others',
    attributes: { Arn: `arn:aws:scheduler:${PLACE}:schedule-group/others` },
  });
  expect(await schedule()).toEqual({ ref: 'tick', attributes: { Arn: SCHEDULE_ARN } });
});

it('a schedule that names no group is in the default one', async () => {
  const { schedule } = await testScheduler({ trustedGroup: 'default' });

  expect(await schedule({ GroupName: undefined })).toMatchObject({
    attributes: { Arn: `arn:aws:scheduler:${PLACE}:schedule/default/tick` },
  });
});

it('a group that is not there is refused, and a name that is taken', async () => {
  const { create, schedule } = await testScheduler();
  await schedule();

  await expect(schedule()).rejects.toThrow('Schedule tick already exists.');
  await expect(schedule({ GroupName: 'nobody' })).rejects.toThrow('group nobody does not exist');
  await expect(create('AWS::Scheduler::ScheduleGroup', { Name: 'group' })).rejects.toThrow(
    'Schedule group group already exists.',
  );
});

it.each([
  `arn:aws:lambda:${PLACE}:function:work`,
  `arn:aws:sqs:${PLACE}:work.fifo`,
  'arn:aws:scheduler:::aws-sdk:sqs:sendMessage',
])('a schedule for %s is refused by its name', async (Arn) => {
  const { schedule } = await testScheduler();

  await expect(schedule({}, { Arn, EventBridgeParameters: undefined })).rejects.toThrow(
    `Thing.Target.Arn: a schedule for ${Arn} is not served locally.`,
  );
});

it('what Scheduler has and this has not is refused by its name', async () => {
  const { schedule } = await testScheduler();

  await expect(schedule({ ActionAfterCompletion: 'DELETE' })).rejects.toThrow(
    'Thing.ActionAfterCompletion is not served locally.',
  );
});

it.each([
  { SqsParameters: { MessageGroupId: 'all' } },
  { EventBridgeParameters: { Source: 'shop', DetailType: 'Ordered' } },
])('a schedule for a queue is refused with %j', async (parameters) => {
  const { scheduleWork } = await testScheduler();

  await expect(scheduleWork('go', parameters)).rejects.toThrow(
    `Thing.Target.${Object.keys(parameters)} is not served locally.`,
  );
});

it('an input for a bus that is no JSON is refused', async () => {
  const { schedule } = await testScheduler();

  await expect(schedule({}, { Input: 'now' })).rejects.toThrow('Thing.Target.Input');
});

it('a role that does not trust Scheduler for the group is refused', async () => {
  const { schedule } = await testScheduler({ trustedGroup: 'others' });

  await expect(schedule()).rejects.toThrow('must allow AWS EventBridge Scheduler to assume');
});

it('a role that is not there is refused', async () => {
  const { schedule } = await testScheduler();
  const RoleArn = 'arn:aws:iam::111111111111:role/nobody';

  await expect(schedule({}, { RoleArn })).rejects.toThrow(RoleArn);
});
