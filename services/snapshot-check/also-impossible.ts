import * as z from 'zod';
import { type RestoreRequest, restoreRequest } from '../../events/restore-request.ts';
import type { SourceAt, SourcePlace } from '../../shared/aurora/source.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { CheckRequest } from '../../shared/step/handle.ts';
import { findSnapshot, placeOf } from './find-snapshot.ts';
import { impossible, unsuitable } from './impossible.ts';
import { settingsFor } from './settings-for.ts';

interface Dependencies {
  readonly sourceAt: SourceAt;
  readonly configuration: Pick<Configuration, 'defaults'>;
  readonly here: SourcePlace;
}

/**
 * What else is wrong with a request that its schema refuses, told from those of its fields that are
 * right by themselves.
 */
export const alsoImpossible =
  ({ sourceAt, configuration, here }: Dependencies): CheckRequest =>
  async (request) => {
    const { right, wrong } = sorted(request);
    const found = namesOneSnapshot(right)
      ? await findSnapshot(sourceAt(placeOf(right, here)), right)
      : undefined;
    const { defaults } = configuration;
    const { instances, reasons } = settingsFor({ request: right, defaults, snapshot: found });
    /** Nothing can be said of scaling and class together where one of them is not known. */
    const unknown = wrong.has('db_instance_class') || wrong.has('serverless_v2_scaling');
    return [
      ...impossible(right, instances, here),
      ...reasons.filter(({ field }) => !(unknown && field === 'serverless_v2_scaling')),
      ...(found ? unsuitable(found, right, here) : []),
    ];
  };

const fields = z.object(restoreRequest.shape).partial();

/** The fields that are right by themselves, and the names of the others. */
function sorted(request: Readonly<Record<string, unknown>>) {
  const right: Record<string, unknown> = {};
  const wrong = new Set<string>();
  for (const [field, schema] of Object.entries(fields.shape))
    if (schema.safeParse(request[field]).success) right[field] = request[field];
    else wrong.add(field);
  return { right: fields.parse(right), wrong };
}

const namesOneSnapshot = ({ snapshot_name, source_cluster_id }: Partial<RestoreRequest>) =>
  (snapshot_name === undefined) !== (source_cluster_id === undefined);
