import { styleText } from 'node:util';
import type { Output } from '../terminal.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_style, text) => text;

const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false });

/** Colours on a terminal only, and not where `NO_COLOR` asks for none (no-color.org). */
export const paintFor = (
  { isTTY }: Output,
  env: Readonly<Record<string, string | undefined>>,
): Paint => (isTTY && !env.NO_COLOR && env.TERM !== 'dumb' ? coloured : plain);
