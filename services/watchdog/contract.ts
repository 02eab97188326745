import { defineScheduled } from '../../shared/step/contract.ts';

export const contract = defineScheduled({
  name: 'watchdog',
  everyMinutes: 5,
  failureImpact: 'a lost message is not noticed: an operation may stall without a sound',
  timeoutSeconds: 60,
  permissions: [],
});
