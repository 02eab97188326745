import type { Occurrence } from './delivery/occurrence.ts';
import type { BusEvent } from './event.ts';
import { archiveEvent } from './state/archive.ts';
import type { EventBus, Rule } from './state/event-bus.ts';

export interface Arrival {
  readonly event: BusEvent;
  /** Milliseconds. */
  readonly received: number;
  readonly forwarded?: boolean;
  /** The ARNs of the only rules that get it. */
  readonly onlyRules?: readonly string[] | undefined;
}

/** What happens to an event on a bus: it is archived and goes to every rule that matches it. */
export class Router {
  readonly #start: (occurrence: Occurrence) => void;

  constructor(start: (occurrence: Occurrence) => void) {
    this.#start = start;
  }

  route(bus: EventBus, arrival: Arrival): void {
    const { event, received, onlyRules } = arrival;
    const replayed = event['replay-name'] !== undefined;
    for (const archive of replayed ? [] : bus.archives) archiveEvent(archive, event, received);
    for (const rule of bus.rules.values()) {
      if (onlyRules !== undefined && !onlyRules.includes(rule.arn)) continue;
      if (rule.state === 'DISABLED' || !rule.definition.pattern?.matches(event)) continue;
      this.send(rule, arrival);
    }
  }

  /** To the targets of one rule, whatever its pattern. */
  send(rule: Rule, { event, received, forwarded = false }: Arrival): void {
    for (const target of rule.targets.values()) {
      this.#start({ rule, target, event, received, forwarded });
    }
  }
}
