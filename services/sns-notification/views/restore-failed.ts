import * as z from 'zod';
import { RestoreFailed } from '../../../events/index.ts';
import { type Retry, retryOf } from '../../../shared/errors.ts';
import { leftBehind, wordsFor } from '../../../shared/operation/left-behind.ts';
import { defineView } from './define-view.ts';

/** What the catalogue says; who has lost its target to a newer restore stays failed if it is redriven. */
const helpAgainst = (code: string): Retry =>
  code === 'TARGET_LOCKED' ? 'new_request' : (retryOf(code) ?? 'redrive');

export const restoreFailed = defineView(
  RestoreFailed,
  'failed',
  {
    step: z.string(),
    code: z.string(),
    message: z.string(),
    cause: z.string().optional(),
    remedy: z.string(),
    redrive_helps: z.boolean(),
    waiting_helps: z.boolean(),
    new_request_helps: z.boolean(),
    dead_letter_queue: z.string(),
    left: z.array(z.string()),
    commands: z.object({
      status: z.string(),
      redrive: z.string(),
      cancel: z.string(),
      clean: z.string(),
    }),
  },
  ({ step, code, message, cause, remedy, dead_letter_queue }, commands, { operation }) => {
    const retry = helpAgainst(code);
    return {
      step,
      code,
      message,
      cause,
      remedy,
      redrive_helps: retry === 'redrive',
      waiting_helps: retry === 'wait',
      new_request_helps: retry === 'new_request',
      dead_letter_queue,
      left: leftBehind(operation).map(wordsFor),
      commands,
    };
  },
);
