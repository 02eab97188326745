import { readJson } from '../read-json.ts';
import { DeliveryFailure } from './delivery-failure.ts';
import { fillTemplate, isJsonTemplate } from './input-template.ts';
import { parseJsonPath } from './json-path.ts';
import type { Occurrence } from './occurrence.ts';

/** What the target gets: the event, unless the target says otherwise. */
export function targetBody(occurrence: Occurrence): string {
  const { Input, InputPath, InputTransformer } = occurrence.target;
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) {
    return JSON.stringify(parseJsonPath(InputPath)?.(occurrence.event) ?? null);
  }
  if (InputTransformer === undefined) return JSON.stringify(occurrence.event);
  const body = fillTemplate(InputTransformer, occurrence);
  if (isJsonTemplate(InputTransformer.InputTemplate) && readJson(body) === undefined) {
    throw new DeliveryFailure('INVALID_JSON', `The input template gave no JSON: ${body}`, false);
  }
  return body;
}
