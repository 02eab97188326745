import type { Test } from './leaves.ts';

export const startsWith = (wanted: string, ignoringCase: boolean): Test =>
  onText(wanted, ignoringCase, (value, prefix) => value.startsWith(prefix));

export const endsWith = (wanted: string, ignoringCase: boolean): Test =>
  onText(wanted, ignoringCase, (value, suffix) => value.endsWith(suffix));

export const equalsIgnoringCase = (wanted: string): Test =>
  onText(wanted, true, (value, other) => value === other);

function onText(
  wanted: string,
  ignoringCase: boolean,
  holds: (value: string, wanted: string) => boolean,
): Test {
  const folded = (text: string) => (ignoringCase ? text.toLowerCase() : text);
  return (value) => typeof value === 'string' && holds(folded(value), folded(wanted));
}
