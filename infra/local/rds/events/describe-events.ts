import type { DescribeEventsCommandInput, Event } from '@aws-sdk/client-rds';
import { invalidCombination, notImplemented } from '../errors.ts';
import { page } from '../listing/page.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import type { RecordedEvent } from '../state/recorded-event.ts';
import { KEPT_FOR } from './notices.ts';

export const describeEvents = (rds: Rds): Operation<DescribeEventsCommandInput> => ({
  permissions: (_input, call) => needs(rds, call, []),
  run: (input, call) => {
    if (input.Filters?.length) throw notImplemented('the member Filters of DescribeEvents');
    if (input.SourceIdentifier && !input.SourceType)
      throw invalidCombination(
        'Cannot specify a source identifier without specifying a source type.',
      );
    const [from, until] = windowOf(input, rds.clock.now());
    const events = rds.regions
      .at(call)
      .events.filter(({ date }) => date.getTime() >= from && date.getTime() <= until)
      .filter((event) => wanted(event, input));
    const { items, Marker } = page(
      events.map((event, n) => ({ event, key: String(n).padStart(12, '0') })),
      ({ key }) => key,
      input,
    );
    return { Events: items.map(({ event }) => eventAnswer(event)), Marker };
  },
});

/** The last hour, unless asked otherwise. */
const windowOf = (input: DescribeEventsCommandInput, now: number): [number, number] => {
  const until = input.EndTime?.getTime() ?? now;
  const duration = (input.Duration ?? 60) * 60_000;
  const from = input.StartTime?.getTime() ?? until - duration;
  const end = input.StartTime && input.Duration !== undefined ? from + duration : until;
  return [Math.max(from, now - KEPT_FOR), end];
};

const wanted = (event: RecordedEvent, input: DescribeEventsCommandInput): boolean =>
  (!input.SourceType || event.sourceType === input.SourceType) &&
  (!input.SourceIdentifier || event.sourceIdentifier === input.SourceIdentifier.toLowerCase()) &&
  (!input.EventCategories?.length ||
    event.categories.some((category) => input.EventCategories?.includes(category)));

const eventAnswer = (event: RecordedEvent): Event => ({
  SourceIdentifier: event.sourceIdentifier,
  SourceType: event.sourceType,
  SourceArn: event.sourceArn,
  Message: event.message,
  EventCategories: [...event.categories],
  Date: event.date,
});
