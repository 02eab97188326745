import { type Stage, stages } from '../../events/index.ts';
import { isElsewhere, leftBehind, wordsFor } from '../../shared/operation/left-behind.ts';
import { claimIsAlive, type Operation, type Resource } from '../../shared/operation/operation.ts';
import { targetOf } from '../../shared/step/permit.ts';
import { undoLines, undoOf } from '../undo.ts';

const kinds = {
  cluster: 'cluster',
  db: 'instance',
  'cluster-snapshot': 'cluster snapshot',
} as const;

/** What an operator should know of an operation that goes no further: what is there, and what may be. */
export function whatIsLeft(operation: Operation, now: Date): readonly string[] {
  const { claim } = operation;
  const made = leftBehind(operation);
  return [
    ...(claim && claimIsAlive(operation, now)
      ? [
          `A worker may still be in a call, until ${claim.until} at the latest: look again after that.`,
        ]
      : []),
    stateOfTarget(operation),
    ...(made.length === 0
      ? ['It has made nothing.']
      : [
          'It has made these, or was about to; they stay as they are:',
          ...made.map((resource) => `  - ${inWords(resource)}`),
          ...undoLines(made.filter(isElsewhere).map(undoOf)),
        ]),
    ...(made.some(({ role }) => role === 'target')
      ? ['A restored cluster has deletion protection until its restore is completed.']
      : []),
  ];
}

const inWords = (resource: Resource): string =>
  isElsewhere(resource) ? wordsFor(resource) : `${kinds[resource.kind]} ${resource.id}`;

function stateOfTarget(operation: Operation): string {
  const target = targetOf(operation);
  const isPast = (stage: Stage) => stages.indexOf(operation.step) > stages.indexOf(stage);
  if (operation.attempt > 1)
    return `What stands under ${target} is of an earlier attempt, or of this one.`;
  if (!operation.target || !isPast('check_copy')) return `The target ${target} was not touched.`;
  if (!operation.target.old) return `Nothing stood under ${target} when it began.`;
  return isPast('check_delete')
    ? `The old cluster ${target} is deleted.`
    : [
        `The old cluster ${target} may be half deleted.`,
        ...(operation.target.old.deletion_protection
          ? ['Its deletion protection may be lifted: where it still stands, turn it on again.']
          : []),
      ].join(' ');
}
