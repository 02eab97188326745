import type { Paint } from '../output/paint.ts';

/** One thing that must hold after the restore. */
export interface Check {
  readonly holds: boolean;
  readonly text: string;
}

export const check = (holds: boolean, text: string): Check => ({ holds, text });

export const checkLine = ({ holds, text }: Check, paint: Paint): string =>
  `  ${holds ? paint('green', '✓') : paint('red', '✗')} ${text}`;
