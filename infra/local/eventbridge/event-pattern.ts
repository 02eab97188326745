import { ServiceError } from '../service.ts';
import { compilePattern, type EventMatcher, InvalidPattern } from './pattern.ts';

export interface EventPattern {
  readonly text: string;
  readonly matches: EventMatcher;
}

/** An event pattern as a request has it. */
export function parseEventPattern(text: string): EventPattern {
  try {
    return { text, matches: compilePattern(JSON.parse(text)) };
  } catch (error) {
    if (!(error instanceof InvalidPattern) && !(error instanceof SyntaxError)) throw error;
    throw new ServiceError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error.message}`,
    );
  }
}
