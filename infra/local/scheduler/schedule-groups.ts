import type { Place } from '../eventbridge/arn.ts';
import { ServiceError } from '../service.ts';
import { DEFAULT_GROUP } from './schedule-properties.ts';

/** The groups of every account and region, each of which has one from the start, and their schedules' names. */
export class Groups {
  readonly #schedules = new Map<string, Set<string>>();

  /** Gives its ARN. */
  create(place: Place, name: string): string {
    const arn = groupArn(place, name);
    if (name === DEFAULT_GROUP || this.#schedules.has(arn))
      throw conflict(`Schedule group ${name} already exists.`);
    this.#schedules.set(arn, new Set());
    return arn;
  }

  /** Gives the schedule's ARN and the group's. */
  add(place: Place, group: string, schedule: string): { arn: string; groupArn: string } {
    const arn = groupArn(place, group);
    if (group === DEFAULT_GROUP && !this.#schedules.has(arn)) this.#schedules.set(arn, new Set());
    const names = this.#schedules.get(arn);
    if (names === undefined)
      throw new ServiceError(
        'ResourceNotFoundException',
        `Schedule group ${group} does not exist.`,
        404,
      );
    if (names.has(schedule)) throw conflict(`Schedule ${schedule} already exists.`);
    names.add(schedule);
    return { arn: arnOf(place, `schedule/${group}/${schedule}`), groupArn: arn };
  }
}

const arnOf = ({ region, accountId }: Place, resource: string) =>
  `arn:aws:scheduler:${region}:${accountId}:${resource}`;

const groupArn = (place: Place, name: string) => arnOf(place, `schedule-group/${name}`);

const conflict = (message: string) => new ServiceError('ConflictException', message, 409);
