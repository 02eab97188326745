import { invalidValue } from './errors.ts';
import type { Queue } from './queue.ts';
import { readSettings } from './queue-settings.ts';

/** Rejects a redrive policy whose dead-letter queue is missing, elsewhere, or does not take this source. */
export function checkRedrive(
  sourceArn: string,
  redrivePolicy: string,
  queues: { find(arn: string): Queue | undefined },
): void {
  const refuse = (reason: string) => invalidValue(redrivePolicy, 'RedrivePolicy', reason);
  const target = readSettings({ RedrivePolicy: redrivePolicy }).redrive?.deadLetterTargetArn ?? '';
  if (placeIn(target) !== placeIn(sourceArn))
    throw refuse('Dead-letter target must be in the same account and region as the source.');
  const deadLetterQueue = queues.find(target);
  if (deadLetterQueue === undefined) throw refuse('Dead letter target does not exist.');
  const { redriveAllow } = deadLetterQueue.settings;
  if (
    redriveAllow?.redrivePermission === 'denyAll' ||
    (redriveAllow?.redrivePermission === 'byQueue' &&
      !redriveAllow.sourceQueueArns?.includes(sourceArn))
  )
    throw refuse('The redrive allow policy of the dead-letter target does not allow this source.');
}

/** An ARN without its last part: partition, service, region and account. */
const placeIn = (arn: string) => arn.slice(0, arn.lastIndexOf(':'));
