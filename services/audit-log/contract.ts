import * as events from '../../events/index.ts';
import { defineObserver } from '../../shared/step/contract.ts';

const { stages: _, ...everyEvent } = events;

export const contract = defineObserver({
  name: 'audit-log',
  consumes: Object.values(everyEvent),
  failureImpact: 'what happens is not written to the audit trail',
  timeoutSeconds: 30,
  tables: ['audit'],
  permissions: [],
});
