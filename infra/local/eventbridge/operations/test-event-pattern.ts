import type {
  TestEventPatternRequest,
  TestEventPatternResponse,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { checked } from '../checked.ts';
import { parseEventPattern } from '../event-pattern.ts';
import { readJson } from '../read-json.ts';
import { type Operation, type Operations, onAnything } from './operation.ts';

/** The members without which AWS takes no event to test. */
const eventSchema = z.looseObject({
  id: z.string(),
  account: z.string(),
  source: z.string(),
  time: z.string(),
  region: z.string(),
  'detail-type': z.string(),
});

const TestEventPattern: Operation<TestEventPatternRequest> = {
  permissions: onAnything('events:TestEventPattern'),
  run: ({ EventPattern = '', Event = '' }): TestEventPatternResponse => {
    const { matches } = parseEventPattern(EventPattern);
    return { Result: matches(checked(eventSchema, readJson(Event), 'Event')) };
  },
};

export const testOperations: Operations = { TestEventPattern };
