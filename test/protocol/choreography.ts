import { type Draft, defineEvent } from '../../events/define-event.ts';
import { RestoreRequested } from '../../events/index.ts';
import { defineStep, type StepContract } from '../../shared/step/contract.ts';

/** A pipeline of four stages, as small as one can be that has every kind of them. */

const TargetChosen = defineEvent(
  'TargetChosen',
  {},
  { opens: { stage: 'delete_rds', deadlineMinutes: 15 } },
);
const TargetGone = defineEvent(
  'TargetGone',
  {},
  { opens: { stage: 'check_restore', deadlineMinutes: 30 } },
);
const ClusterThere = defineEvent(
  'ClusterThere',
  {},
  { opens: { stage: 'archive_snapshot', deadlineMinutes: 15 } },
);
const AllDone = defineEvent('AllDone', {}, { ends: 'completed' });

const common = {
  failureImpact: 'a history ends otherwise than it may',
  timeoutSeconds: 60,
  permissions: [],
  checksAgain: true,
};

/** Each stage, with the event by which it says that it is done. */
export const choreography: readonly {
  readonly contract: StepContract;
  readonly says: { with(facts: Record<string, never>): Draft };
}[] = [
  {
    contract: defineStep({
      ...common,
      name: 'choose-target',
      stage: 'check_snapshot',
      consumes: [RestoreRequested],
      emits: [TargetChosen],
    }),
    says: TargetChosen,
  },
  {
    contract: defineStep({
      ...common,
      name: 'clear-target',
      stage: 'delete_rds',
      consumes: [TargetChosen],
      emits: [TargetGone],
    }),
    says: TargetGone,
  },
  {
    contract: defineStep({
      ...common,
      name: 'await-cluster',
      stage: 'check_restore',
      consumes: [TargetGone],
      emits: [ClusterThere],
    }),
    says: ClusterThere,
  },
  {
    contract: defineStep({
      ...common,
      name: 'clean-up',
      stage: 'archive_snapshot',
      consumes: [ClusterThere],
      emits: [AllDone],
    }),
    says: AllDone,
  },
];
