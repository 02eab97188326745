import mustache from 'mustache';

/** A template in its two parts. */
export interface Template {
  readonly subject: string;
  readonly text: string;
}

const SUBJECT = 'Subject:';

/** On which line of the file the text begins. */
export const FIRST_LINE_OF_TEXT = 3;

/** The first line is the subject, then comes an empty one, then the text. */
export class NotATemplate extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.name = 'NotATemplate';
    this.line = line;
  }
}

export function splitTemplate(content: string): Template {
  const [first = '', second, ...rest] = content.replaceAll('\r\n', '\n').split('\n');
  if (!first.startsWith(SUBJECT)) throw new NotATemplate(1, `must begin with "${SUBJECT} "`);
  const subject = first.slice(SUBJECT.length).trim();
  if (subject === '') throw new NotATemplate(1, 'has an empty subject');
  if (second !== '') throw new NotATemplate(2, 'must be empty: the text begins below it');
  const text = rest.join('\n').trimEnd();
  if (text.trim() === '') throw new NotATemplate(FIRST_LINE_OF_TEXT, 'has no text');
  return { subject, text };
}

/** Nothing is escaped: it is mail, not HTML. */
export function fillIn({ subject, text }: Template, view: object): Template {
  const filled = (part: string) => mustache.render(part, view, undefined, { escape: String });
  return { subject: filled(subject), text: filled(text) };
}
