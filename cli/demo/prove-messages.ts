import { observers, steps } from '../../services/index.ts';
import { namesOf } from '../../shared/configuration/names.ts';
import { type Check, check } from './check.ts';
import type { Evidence } from './prove.ts';

/** People were told, and no message was given up. */
export function proveMessages({ pipeline, operation }: Evidence): Check[] {
  const { aws, environment } = pipeline;
  const told = aws
    .inbox()
    .filter(({ attributes }) => attributes.operation_id?.StringValue === operation.operation_id)
    .map(({ subject = '' }) => subject);
  const full = [...steps, ...observers]
    .map(({ name }) => namesOf(environment).deadLetterQueue(name))
    .filter((name) => aws.queue(name)?.messages.length !== 0);
  return [
    ...['Restore started', 'Restore completed'].map((what) => {
      const subject = told.find((one) => one.includes(what));
      return check(subject !== undefined, `told: ${subject ?? `nobody of "${what}"`}`);
    }),
    check(full.length === 0, `dead-letter queues: ${full.join(', ') || 'all empty'}`),
  ];
}
