import type {
  DescribeReplayRequest,
  DescribeReplayResponse,
  ListReplaysRequest,
  ListReplaysResponse,
  StartReplayRequest,
  StartReplayResponse,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { type Place, replayArn } from '../arn.ts';
import { checked, nameOf } from '../checked.ts';
import type { Core } from '../core.ts';
import { alreadyExists, invalidParameter, notFound } from '../errors.ts';
import { retained } from '../state/archive.ts';
import type { Replay } from '../state/replay.ts';
import { type Operation, type Operations, onAnything } from './operation.ts';
import { named, page } from './page.ts';

const replaySchema = z.strictObject({
  ReplayName: nameOf(64),
  Description: z.string().max(512).optional(),
  EventSourceArn: z.string(),
  EventStartTime: z.date(),
  EventEndTime: z.date(),
  Destination: z.strictObject({ Arn: z.string(), FilterArns: z.array(z.string()).optional() }),
});

function createReplay({ store, clock }: Core, place: Place, input: unknown): Replay {
  const properties = checked(replaySchema, input, 'Replay');
  const { ReplayName, Description, EventSourceArn, EventStartTime, EventEndTime } = properties;
  const { archives, replays } = store.home(place);
  const bus = store.bus(place, properties.Destination.Arn);
  const archive = [...archives.values()].find(({ arn }) => arn === EventSourceArn);
  if (archive === undefined) {
    const name = EventSourceArn.split('/').at(-1);
    throw invalidParameter('EventSourceArn', `Archive ${name} does not exist.`);
  }
  if (replays.has(ReplayName)) throw alreadyExists(`Replay ${ReplayName}`);
  if (archive.bus !== bus) {
    throw invalidParameter('Destination.Arn', 'Cross event bus replay is not permitted.');
  }
  if (EventStartTime >= EventEndTime) {
    throw invalidParameter('EventEndTime', 'EventStartTime must be before EventEndTime.');
  }
  const replay: Replay = {
    name: ReplayName,
    arn: replayArn(place, ReplayName),
    description: Description,
    archive,
    from: EventStartTime,
    to: EventEndTime,
    onlyRules: properties.Destination.FilterArns,
    started: clock.date(),
    state: 'STARTING',
  };
  replays.set(ReplayName, replay);
  return replay;
}

/** All at once, in the order of the events' times; AWS takes the minutes one by one. */
function run({ router, clock }: Core, replay: Replay): void {
  const { archive, from, to, onlyRules, name } = replay;
  const events = retained(archive, clock.now())
    .map(({ event }) => ({ event, time: new Date(event.time) }))
    .filter(({ time }) => time >= from && time < to)
    .sort((a, b) => a.time.getTime() - b.time.getTime());
  for (const { event, time } of events) {
    const { resources, detail, ...envelope } = event;
    const replayed = { ...envelope, 'replay-name': name, resources, detail };
    router.route(archive.bus, { event: replayed, received: clock.now(), onlyRules });
    replay.lastReplayed = time;
  }
  replay.state = 'COMPLETED';
  replay.ended = clock.date();
}

export function replayOperations(core: Core): Operations {
  const { store, clock } = core;

  const StartReplay: Operation<StartReplayRequest> = {
    permissions: ({ ReplayName = '', EventSourceArn = '', Destination }, call) =>
      [replayArn(call, ReplayName), EventSourceArn, Destination?.Arn ?? ''].map((resource) => ({
        action: 'events:StartReplay',
        resource,
      })),
    run: (input, call): StartReplayResponse => {
      const replay = createReplay(core, call, input);
      clock.after(0, () => run(core, replay));
      return { ReplayArn: replay.arn, State: replay.state, ReplayStartTime: replay.started };
    },
  };

  const DescribeReplay: Operation<DescribeReplayRequest> = {
    permissions: ({ ReplayName = '' }, call) => [
      { action: 'events:DescribeReplay', resource: replayArn(call, ReplayName) },
    ],
    run: ({ ReplayName = '' }, call): DescribeReplayResponse => {
      const replay = store.home(call).replays.get(ReplayName);
      if (replay === undefined) throw notFound(`Replay ${ReplayName} does not exist.`);
      return {
        ReplayArn: replay.arn,
        Description: replay.description,
        Destination: {
          Arn: replay.archive.bus.arn,
          ...(replay.onlyRules && { FilterArns: [...replay.onlyRules] }),
        },
        ...summary(replay),
      };
    },
  };

  const ListReplays: Operation<ListReplaysRequest> = {
    permissions: onAnything('events:ListReplays'),
    run: (input, call): ListReplaysResponse => {
      const replays = named(store.home(call).replays.values(), input.NamePrefix)
        .filter(({ state }) => state === (input.State ?? state))
        .filter(({ archive }) => archive.arn === (input.EventSourceArn ?? archive.arn));
      const { items, ...rest } = page(replays, input);
      return { Replays: items.map(summary), ...rest };
    },
  };

  return { StartReplay, DescribeReplay, ListReplays };
}

const summary = (replay: Replay) => ({
  ReplayName: replay.name,
  EventSourceArn: replay.archive.arn,
  State: replay.state,
  EventStartTime: replay.from,
  EventEndTime: replay.to,
  EventLastReplayedTime: replay.lastReplayed,
  ReplayStartTime: replay.started,
  ReplayEndTime: replay.ended,
});
