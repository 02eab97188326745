import type {
  CreateArchiveRequest,
  CreateArchiveResponse,
  DeleteArchiveRequest,
  DescribeArchiveRequest,
  DescribeArchiveResponse,
  ListArchivesRequest,
  ListArchivesResponse,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { archiveArn, type Place } from '../arn.ts';
import { checked, nameOf } from '../checked.ts';
import type { Core } from '../core.ts';
import { alreadyExists } from '../errors.ts';
import { parseEventPattern } from '../event-pattern.ts';
import { type Archive, retained } from '../state/archive.ts';
import { type Operation, type Operations, onAnything } from './operation.ts';
import { named, page } from './page.ts';

const archiveSchema = z.strictObject({
  ArchiveName: nameOf(48),
  EventSourceArn: z.string(),
  Description: z.string().max(512).optional(),
  EventPattern: z.string().max(4096).optional(),
  RetentionDays: z.int().min(0).default(0),
});

export function createArchive({ store, clock }: Core, place: Place, input: unknown): Archive {
  const properties = checked(archiveSchema, input, 'Archive');
  const { ArchiveName, EventSourceArn, Description, EventPattern, RetentionDays } = properties;
  const { archives } = store.home(place);
  if (archives.has(ArchiveName)) throw alreadyExists(`Archive ${ArchiveName}`);
  const archive: Archive = {
    name: ArchiveName,
    arn: archiveArn(place, ArchiveName),
    bus: store.bus(place, EventSourceArn),
    description: Description,
    pattern: EventPattern === undefined ? undefined : parseEventPattern(EventPattern),
    retentionDays: RetentionDays,
    created: clock.date(),
    events: [],
  };
  archives.set(ArchiveName, archive);
  archive.bus.archives.add(archive);
  return archive;
}

export function archiveOperations(core: Core): Operations {
  const { store, clock } = core;

  const CreateArchive: Operation<CreateArchiveRequest> = {
    permissions: ({ ArchiveName = '', EventSourceArn = '' }, call) =>
      [archiveArn(call, ArchiveName), EventSourceArn].map((resource) => ({
        action: 'events:CreateArchive',
        resource,
      })),
    run: (input, call): CreateArchiveResponse => {
      const { arn, created } = createArchive(core, call, input);
      return { ArchiveArn: arn, State: 'ENABLED', CreationTime: created };
    },
  };

  const DescribeArchive: Operation<DescribeArchiveRequest> = {
    permissions: ({ ArchiveName = '' }, call) => [
      { action: 'events:DescribeArchive', resource: archiveArn(call, ArchiveName) },
    ],
    run: ({ ArchiveName = '' }, call): DescribeArchiveResponse => {
      const archive = store.archive(call, ArchiveName);
      return {
        ArchiveArn: archive.arn,
        Description: archive.description,
        EventPattern: archive.pattern?.text,
        ...summary(archive, clock.now()),
      };
    },
  };

  const ListArchives: Operation<ListArchivesRequest> = {
    permissions: onAnything('events:ListArchives'),
    run: (input, call): ListArchivesResponse => {
      const source = input.EventSourceArn && store.bus(call, input.EventSourceArn);
      const archives = named(store.home(call).archives.values(), input.NamePrefix)
        .filter(({ bus }) => !source || bus === source)
        .filter(() => (input.State ?? 'ENABLED') === 'ENABLED');
      const { items, ...rest } = page(archives, input);
      return { Archives: items.map((archive) => summary(archive, clock.now())), ...rest };
    },
  };

  const DeleteArchive: Operation<DeleteArchiveRequest> = {
    permissions: ({ ArchiveName = '' }, call) => [
      { action: 'events:DeleteArchive', resource: archiveArn(call, ArchiveName) },
    ],
    run: ({ ArchiveName = '' }, call) => {
      const archive = store.archive(call, ArchiveName);
      archive.bus.archives.delete(archive);
      store.home(call).archives.delete(ArchiveName);
      return undefined;
    },
  };

  return { CreateArchive, DescribeArchive, ListArchives, DeleteArchive };
}

function summary(archive: Archive, now: number) {
  const events = retained(archive, now);
  return {
    ArchiveName: archive.name,
    EventSourceArn: archive.bus.arn,
    State: 'ENABLED' as const,
    RetentionDays: archive.retentionDays,
    EventCount: events.length,
    SizeBytes: events.reduce((sum, { event }) => sum + Buffer.byteLength(JSON.stringify(event)), 0),
    CreationTime: archive.created,
  };
}
