import { expect, test } from 'vitest';
import { messageFor } from './message.ts';
import { publicationOf } from './publication.ts';
import { readTemplates } from './read-templates.ts';
import { aTold, someFacts } from './told.fixture.ts';

const templates = readTemplates();
const LARGEST = 256 * 1024;

const failure = (facts: object = {}) =>
  messageFor(aTold('RestoreFailed', { ...someFacts.RestoreFailed, ...facts }), templates);

const published = (facts?: object) => {
  const publication = publicationOf(failure(facts));
  const attributes = JSON.stringify(publication.MessageAttributes);
  const size = Buffer.byteLength(publication.Message) + Buffer.byteLength(attributes);
  return { ...publication, size, bodies: JSON.parse(publication.Message) };
};

test('people get the text, telephones the subject, programs a document', () => {
  const { subject, text, document } = failure();

  const { bodies, Subject, MessageStructure } = published();

  expect(MessageStructure).toBe('json');
  expect(Subject).toBe(subject);
  expect(bodies).toMatchObject({ default: text, email: text, sms: subject });
  for (const protocol of ['sqs', 'lambda', 'http', 'https'])
    expect(JSON.parse(bodies[protocol])).toEqual(document);
});

test('filter policies see strings', () => {
  expect(published().MessageAttributes).toMatchObject({
    status: { DataType: 'String', StringValue: 'failed' },
    operation_id: { DataType: 'String', StringValue: 'op-1' },
  });
});

test('a long text is cut for everybody, and says where all of it stands', () => {
  const { bodies, size } = published({ cause: 'x'.repeat(25_000), message: 'y'.repeat(10_000) });

  expect(size).toBeLessThanOrEqual(LARGEST);
  expect(bodies.default.length).toBeLessThan(17_000);
  expect(bodies.default).toMatch(
    /\[Cut here.*npx aurora-restore status op-1 --region eu-west-1\]$/,
  );
  expect(JSON.parse(bodies.sqs).detail.cause).toHaveLength(25_000);
});

test.each([
  ['plain', 'x'],
  ['to be escaped twice', '\u0001'],
  ['of four bytes', '💥'],
  ['half a character', '\ud83d'],
])('whatever is too long for SNS is told all the same: %s', (_, character) => {
  const { bodies, size } = published({
    cause: character.repeat(120_000),
    target_cluster_id: character.repeat(2_000),
  });

  expect(size).toBeLessThanOrEqual(LARGEST);
  expect(bodies.default).toContain('[Cut here');
  expect(JSON.parse(bodies.https)).toMatchObject({
    event: 'RestoreFailed',
    operation_id: 'op-1',
    detail: null,
    detail_omitted: expect.any(String),
  });
});
