import { invalidValue } from './errors.ts';

/** Every region has three here. */
export const zonesOf = (region: string): string[] =>
  ['a', 'b', 'c'].map((zone) => `${region}${zone}`);

/** Its words are assumed. */
export const checkZones = (region: string, asked: readonly (string | undefined)[]): void => {
  for (const zone of asked)
    if (zone !== undefined && !zonesOf(region).includes(zone))
      throw invalidValue(
        `Invalid Availability Zone: ${zone}. Must be one of ${zonesOf(region).join(', ')}.`,
      );
};
