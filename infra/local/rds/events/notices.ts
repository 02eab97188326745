import type { Clock } from '../../clock.ts';
import type { EmitNativeEvent } from '../../service.ts';
import { arnOf, type Place } from '../naming/arn.ts';
import type { RecordedEvent } from '../state/recorded-event.ts';
import type { Regions } from '../state/regions.ts';
import type { Notice } from './messages.ts';

/** What a notice is about; tags are told as they are when it is sent. */
export interface Subject {
  readonly place: Place;
  readonly id: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** Tells what happens: to DescribeEvents, which keeps it, and to the account's default bus. */
export class Notices {
  readonly #regions: Regions;
  readonly #clock: Clock;
  readonly #emit: EmitNativeEvent;

  constructor(regions: Regions, clock: Clock, emit: EmitNativeEvent) {
    this.#regions = regions;
    this.#clock = clock;
    this.#emit = emit;
  }

  tell(kind: keyof typeof SOURCES, subject: Subject, { id, categories, message }: Notice): void {
    const { arnKind, detailType, sourceType, recordedAs } = SOURCES[kind];
    const date = this.#clock.date();
    const arn = arnOf(subject.place, arnKind, subject.id);
    const source = { sourceIdentifier: subject.id, sourceArn: arn };
    this.#record(subject.place, { ...source, sourceType: recordedAs, message, categories, date });
    this.#emit({
      source: 'aws.rds',
      'detail-type': detailType,
      account: subject.place.accountId,
      region: subject.place.region,
      resources: [arn],
      detail: {
        EventCategories: categories,
        SourceType: sourceType,
        SourceArn: arn,
        Date: date.toISOString(),
        Message: message,
        SourceIdentifier: subject.id,
        EventID: id,
        Tags: Object.fromEntries(subject.tags),
      },
    });
  }

  #record(place: Place, event: RecordedEvent): void {
    const region = this.#regions.at(place);
    const oldest = this.#clock.now() - KEPT_FOR;
    region.events = region.events.filter(({ date }) => date.getTime() >= oldest);
    region.events.push(event);
  }
}

/** 14 days, in milliseconds. */
export const KEPT_FOR = 14 * 24 * 60 * 60 * 1000;

const SOURCES = {
  cluster: {
    arnKind: 'cluster',
    detailType: 'RDS DB Cluster Event',
    sourceType: 'CLUSTER',
    recordedAs: 'db-cluster',
  },
  snapshot: {
    arnKind: 'cluster-snapshot',
    detailType: 'RDS DB Cluster Snapshot Event',
    sourceType: 'CLUSTER_SNAPSHOT',
    recordedAs: 'db-cluster-snapshot',
  },
  instance: {
    arnKind: 'db',
    detailType: 'RDS DB Instance Event',
    sourceType: 'DB_INSTANCE',
    recordedAs: 'db-instance',
  },
} as const;
