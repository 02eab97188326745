import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { RawMessage } from '../service.ts';
import { failure, isFailure } from './failure.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.0';
const TARGET = 'DynamoDB_20120810.';

export interface Request {
  readonly operation: string;
  readonly input: object;
}

/** Reads a request in the protocol AWS JSON 1.0. */
export function readRequest({ headers, body }: RawMessage): Request {
  const target = headers['x-amz-target'] ?? '';
  if (!target.startsWith(TARGET))
    throw failure('UnknownOperationException', `no DynamoDB operation: ${target}`);
  return { operation: target.slice(TARGET.length), input: readObject(body) };
}

function readObject(body: Buffer): object {
  try {
    return z.looseObject({}).parse(JSON.parse(body.toString()));
  } catch {
    throw failure('SerializationException', 'the body is no JSON object');
  }
}

/** The region for which a request is signed, as its `Authorization` header tells. */
export function signedRegion({ headers }: RawMessage): string | undefined {
  return /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];
}

export type Answer = RawMessage & { readonly status: number };

export function writeAnswer(answer: object): Answer {
  return message(200, answer);
}

export function writeError(error: unknown): Answer {
  if (isFailure(error)) return message(error.statusCode, error.body);
  const text = error instanceof Error ? error.message : String(error);
  return message(500, failure('InternalServerError', text).body);
}

function message(status: number, content: object): Answer {
  return {
    status,
    headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': randomUUID() },
    body: Buffer.from(JSON.stringify(content)),
  };
}
