import { RestoreRequested, type Stage, stages } from '../../events/index.ts';
import type { Operation } from './operation.ts';
import type { HeldByAnother } from './operations.ts';

type Why =
  | 'unknown'
  | 'over'
  | 'request'
  | 'never_reached'
  | 'claimed'
  | 'locked'
  | 'overtaken'
  | 'busy';

/** Why an operator's word was not carried out, and what to do instead. Nothing was changed. */
export class Refusal extends Error {
  readonly why: Why;
  readonly remedy: string;
  private constructor(why: Why, message: string, remedy: string) {
    super(message);
    this.name = 'Refusal';
    this.why = why;
    this.remedy = remedy;
  }

  static unknown(operationId: string): Refusal {
    return new Refusal(
      'unknown',
      `there is no operation ${operationId}`,
      'Look for its id among those that there are.',
    );
  }

  /** Completed, rejected, cancelled or only planned: for good. */
  static over({ operation_id, status }: Operation): Refusal {
    if (status === 'planned')
      return new Refusal(
        'over',
        `operation ${operation_id} was only a plan, which has ended`,
        'Put the request without dry_run to have it carried out.',
      );
    return new Refusal(
      'over',
      `operation ${operation_id} is ${status}, and stays so`,
      'Put a new request.',
    );
  }

  static request({ operation_id }: Operation): Refusal {
    return new Refusal(
      'request',
      `the request of operation ${operation_id} cannot be replayed: it is what the operation is`,
      'Redrive its message if it failed there; else put a new request.',
    );
  }

  static neverReached(operation: Operation, stage: Stage): Refusal {
    const reached = replayableStages(operation);
    return new Refusal(
      'never_reached',
      `operation ${operation.operation_id} has no event that starts ${stage}: it was never there in this attempt`,
      reached.length > 0
        ? `It can be replayed from: ${reached.join(', ')}.`
        : 'There is no stage yet from which it could be replayed.',
    );
  }

  static claimed({ operation_id, step }: Operation, until: string): Refusal {
    return new Refusal(
      'claimed',
      `a worker is at ${step} of operation ${operation_id}, until ${until} at the latest`,
      'Wait until it is done, or until then; then replay.',
    );
  }

  static locked({ operation_id }: Operation, held: HeldByAnother): Refusal {
    return new Refusal(
      'locked',
      `${held.message}; operation ${operation_id} cannot touch it`,
      'Cancel this operation. If the target is to be restored once more, put a new request when the other one is over.',
    );
  }

  static overtaken(before: Operation, now: Operation): Refusal {
    return new Refusal(
      'overtaken',
      `operation ${now.operation_id} has gone on meanwhile: it was at ${before.step}, and is ${now.status} at ${now.step}`,
      'Look how it stands, then decide again.',
    );
  }

  static busy({ operation_id }: Operation): Refusal {
    return new Refusal(
      'busy',
      `operation ${operation_id} was written to each time this was tried`,
      'Try again.',
    );
  }
}

/** The stages from which it can be replayed, in the order of a restore. */
const replayableStages = (operation: Pick<Operation, 'stages'>): readonly Stage[] =>
  stages.filter((stage) => stage !== RestoreRequested.opens.stage && operation.stages[stage]);
