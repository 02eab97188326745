import { expect, test } from 'vitest';
import { messageFor } from './message.ts';
import { type Publication, publicationsOf } from './publication.ts';
import { readTemplates } from './read-templates.ts';
import { aTold, someFacts } from './told.fixture.ts';

const templates = readTemplates();
const LARGEST = 256 * 1024;

const failure = (facts: object = {}) =>
  messageFor(aTold('RestoreFailed', { ...someFacts.RestoreFailed, ...facts }), templates);

const published = (facts?: object) => publicationsOf(failure(facts));

const sizeOf = ({ Message, MessageAttributes }: Publication) =>
  Buffer.byteLength(Message) + Buffer.byteLength(JSON.stringify(MessageAttributes));

test('people get the text, programs a document, both under one subject', () => {
  const { subject, text, document } = failure();

  const told = published();

  expect([told.text.Subject, told.document.Subject]).toEqual([subject, subject]);
  expect(told.text.Message).toBe(text);
  expect(JSON.parse(told.document.Message)).toEqual(document);
});

test('filter policies see strings on both topics, for SNS sends no attributes along with a structure', () => {
  for (const publication of Object.values(published())) {
    expect(publication).not.toHaveProperty('MessageStructure');
    expect(publication.MessageAttributes).toMatchObject({
      status: { DataType: 'String', StringValue: 'failed' },
      operation_id: { DataType: 'String', StringValue: 'op-1' },
    });
  }
});

test('a text that SNS takes is whole', () => {
  const { text, document } = published({ cause: 'x'.repeat(100_000) });

  expect(text.Message).toContain('x'.repeat(100_000));
  expect(JSON.parse(document.Message)).toMatchObject({ text: text.Message });
});

test('of a long document the text is cut first, and says where all of it stands', () => {
  const { document } = published({ cause: 'x'.repeat(140_000) });

  const { text, detail } = JSON.parse(document.Message);
  expect(sizeOf(document)).toBeLessThanOrEqual(LARGEST);
  expect(text.length).toBeLessThan(17_000);
  expect(text).toMatch(
    /\[Cut here.*npx aurora-restore status op-1 --environment dev --region eu-west-1\]$/,
  );
  expect(detail.cause).toHaveLength(140_000);
});

test.each([
  ['plain', 'x'],
  ['to be escaped', '\u0001'],
  ['of four bytes', '💥'],
  ['half a character', '\ud83d'],
])('whatever is too long for SNS is told all the same: %s', (_, character) => {
  const { text, document } = published({
    cause: character.repeat(270_000),
    target_cluster_id: character.repeat(2_000),
  });

  for (const publication of [text, document])
    expect(sizeOf(publication)).toBeLessThanOrEqual(LARGEST);
  expect(text.Message).toContain('[Cut here');
  expect(JSON.parse(document.Message)).toMatchObject({
    event: 'RestoreFailed',
    operation_id: 'op-1',
    text: expect.stringContaining('[Cut here'),
    detail: null,
    detail_omitted: expect.any(String),
  });
});

test('a text holds nothing that cannot be sent, the document all that there is', () => {
  const cause = 'a\ud83db\u0007c\u009bd\uffffe\tf\ng💥';

  const { text, document } = published({ cause });

  expect(text.Message).toContain('Cause: a\ufffdb?c?d?e\tf\ng💥\n');
  expect(JSON.parse(document.Message).detail.cause).toBe(cause);
});
