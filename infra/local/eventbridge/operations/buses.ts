import type {
  CreateEventBusRequest,
  CreateEventBusResponse,
  DeleteEventBusRequest,
  DescribeEventBusRequest,
  DescribeEventBusResponse,
  ListEventBusesRequest,
  ListEventBusesResponse,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import type { Call } from '../../service.ts';
import { busArn, busAt, DEFAULT_BUS, type Place } from '../arn.ts';
import { policyText } from '../bus-policy.ts';
import { checked, nameOf } from '../checked.ts';
import type { Core } from '../core.ts';
import { alreadyExists, invalid } from '../errors.ts';
import { type EventBus, newBus } from '../state/event-bus.ts';
import { tagContext, tagMap, tagsSchema } from '../tags.ts';
import { type Operation, type Operations, onAnything } from './operation.ts';
import { named, page } from './page.ts';

const busSchema = z.strictObject({
  Name: nameOf(256),
  Description: z.string().max(512).optional(),
  Tags: tagsSchema.optional(),
});

export function createBus({ store, clock }: Core, place: Place, input: unknown): EventBus {
  const { Name, Description, Tags } = checked(busSchema, input, 'EventBus');
  const { buses } = store.home(place);
  if (buses.has(Name)) throw alreadyExists(`Event bus ${Name}`);
  const bus = {
    ...newBus(place, Name, clock.date()),
    description: Description,
    tags: tagMap(Tags),
  };
  buses.set(Name, bus);
  return bus;
}

export function busOperations(core: Core): Operations {
  const { store } = core;

  const CreateEventBus: Operation<CreateEventBusRequest> = {
    permissions: ({ Name = '', Tags }, call) => {
      const permission = { resource: busArn(call, Name), context: tagContext(Tags) };
      return [
        { action: 'events:CreateEventBus', ...permission },
        ...(Tags?.length ? [{ action: 'events:TagResource', ...permission }] : []),
      ];
    },
    run: (input, call): CreateEventBusResponse => {
      const { arn, description } = createBus(core, call, input);
      return { EventBusArn: arn, Description: description };
    },
  };

  const DeleteEventBus: Operation<DeleteEventBusRequest> = {
    permissions: ({ Name }, call) => onBus('events:DeleteEventBus', call, Name),
    run: ({ Name }, call) => {
      const bus = store.bus(call, Name);
      if (bus.name === DEFAULT_BUS) throw invalid('Cannot delete event bus default.');
      if (bus.rules.size > 0) throw invalid("EventBus can't be deleted since it has rules.");
      store.home(bus).buses.delete(bus.name);
      return undefined;
    },
  };

  const DescribeEventBus: Operation<DescribeEventBusRequest> = {
    permissions: ({ Name }, call) => onBus('events:DescribeEventBus', call, Name),
    run: ({ Name }, call): DescribeEventBusResponse => describe(store.bus(call, Name)),
  };

  const ListEventBuses: Operation<ListEventBusesRequest> = {
    permissions: onAnything('events:ListEventBuses'),
    run: (input, call): ListEventBusesResponse => {
      const buses = named(store.home(call).buses.values(), input.NamePrefix);
      const { items, ...rest } = page(buses, input);
      return { EventBuses: items.map(describe), ...rest };
    },
  };

  return { CreateEventBus, DeleteEventBus, DescribeEventBus, ListEventBuses };
}

const describe = (bus: EventBus) => ({
  Name: bus.name,
  Arn: bus.arn,
  Description: bus.description,
  Policy: policyText(bus),
  CreationTime: bus.created,
  LastModifiedTime: bus.modified,
});

function onBus(action: string, call: Call, nameOrArn: string | undefined) {
  const at = busAt(call, nameOrArn);
  return [{ action, resource: busArn(at, at.name) }];
}
