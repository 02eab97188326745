import type { Clock } from '../../clock.ts';
import type { Faults } from '../../faults.ts';
import type { EmitNativeEvent, NativeEvent } from '../../service.ts';
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
  readonly #faults: Faults;

  constructor(regions: Regions, clock: Clock, emit: EmitNativeEvent, faults: Faults) {
    this.#regions = regions;
    this.#clock = clock;
    this.#emit = emit;
    this.#faults = faults;
  }

  tell(kind: keyof typeof SOURCES, subject: Subject, { id, categories, message }: Notice): void {
    const { arnKind, detailType, sourceType, recordedAs } = SOURCES[kind];
    const date = this.#clock.date();
    const arn = arnOf(subject.place, arnKind, subject.id);
    const source = { sourceIdentifier: subject.id, sourceArn: arn };
    this.#record(subject.place, { ...source, sourceType: recordedAs, message, categories, date });
    this.#send({
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

  #send(event: NativeEvent): void {
    let times = 1;
    let wait = 0;
    for (const fault of this.#faults({ boundary: 'native-event', event })) {
      if (fault.kind === 'drop') return;
      if (fault.kind === 'repeat') times += fault.times;
      if (fault.kind === 'delay') wait += fault.ms;
    }
    const send = () => {
      for (let n = 0; n < times; n += 1) this.#emit(event);
    };
    if (wait > 0) this.#clock.after(wait, send);
    else send();
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
