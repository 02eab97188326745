import { randomUUID } from 'node:crypto';
import type { RestoreRequested } from '../../events/index.ts';
import type { Tables } from '../operation/tables.fixture.ts';
import { done } from './answer.ts';
import { requestContract, WorkStarted } from './contract.fixture.ts';
import type { Business, CheckRequest } from './handle.ts';
import { busEventWith } from './record.fixture.ts';
import { startStep } from './world.fixture.ts';

export const asked = { snapshot_name: 'nightly', target_cluster_id: 'restored' };

export const requestOf = (detail: object = asked, id: string = randomUUID()) =>
  busEventWith({ id, source: 'aurora-restore.request', 'detail-type': 'RestoreRequested', detail });

/** The operation that such a request becomes unless it names one. */
export const derived = (body: Record<string, unknown>) => ({ operation_id: `op-${body.id}` });

/** An operation_id that nobody has used. */
export const ownId = () => `own-${randomUUID().slice(0, 30)}`;

export const begin = async () => done(WorkStarted.with({ copy_id: 'copy' }));

/** The step that requests reach. It accepts every one, unless told otherwise. */
export const startRequests = (
  tables: Tables,
  business: Business<typeof RestoreRequested, typeof WorkStarted> = begin,
  checkRequest?: CheckRequest,
) => startStep(tables, requestContract, business, undefined, checkRequest);
