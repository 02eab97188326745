import { type CatalogueEntry, everyStage } from './entry.ts';

/** The pipeline itself. */
export const pipeline = {
  STEP_TIMED_OUT: {
    meaning: 'The stage took longer than its deadline allows.',
    causes: ['RDS is slower than the deadline expects', 'RDS waits for something'],
    remedy:
      'See what the resource is doing. If it only needs longer, redrive: a new deadline begins.',
    retry: 'redrive',
    stages: everyStage,
  },
  QUEUE_TIMED_OUT: {
    meaning: 'The operation has waited for its turn for longer than the deployment allows.',
    causes: [
      'more restores are asked for than `max_concurrent_restores` lets through',
      'the operations at work take very long',
      'many copies are in progress (`max_concurrent_copies`)',
    ],
    remedy:
      'See what is at work and what waits (`aurora-restore list`). Redrive to wait on, at the same place; or cancel.',
    retry: 'redrive',
    stages: ['check_snapshot', 'copy_snapshot'],
  },
  STEP_CRASHED: {
    meaning: 'The function died before it could record what went wrong.',
    causes: ['a timeout', 'out of memory', 'a defect'],
    remedy: 'See the function’s log, then redrive the dead-letter queue named here.',
    retry: 'redrive',
    stages: everyStage,
  },
  OUT_OF_ORDER: {
    meaning: 'A message of no operation, or of a point that its operation has not reached.',
    causes: [
      'the operation was deleted from the table',
      'an event was put on the bus by hand',
      'the table was restored from an older backup',
    ],
    remedy:
      'It lies in the dead-letter queue and is in no operation: the function’s log says which it is. Redrive it if its operation is there again; else delete it.',
    retry: 'redrive',
    stages: everyStage,
  },
  NOT_AN_EVENT: {
    meaning: 'A message that is no event of the pipeline.',
    causes: [
      'something else sends to the queue',
      'a rule was widened by hand',
      'an event of ours has lost its envelope',
    ],
    remedy:
      'It lies in the dead-letter queue, the only place that keeps it, and is in no operation. Find out who sends it, then delete it; redriving it changes nothing.',
    retry: 'new_request',
    stages: everyStage,
  },
  UNEXPECTED: {
    meaning: 'Something failed that the pipeline does not recognise.',
    causes: ['see the cause'],
    remedy: 'Read the cause and the function’s log, mend it, then redrive.',
    retry: 'redrive',
    stages: everyStage,
  },
} as const satisfies Record<string, CatalogueEntry>;
