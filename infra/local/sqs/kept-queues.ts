import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { type Kept, keptPlace } from '../kept.ts';
import type { Queues } from './queues.ts';

const message = z.strictObject({
  id: z.string(),
  body: z.string(),
  attributes: z.record(
    z.string(),
    z.custom<MessageAttributeValue>((value) => typeof value === 'object'),
  ),
  senderId: z.string(),
  traceHeader: z.string().optional(),
  sentAt: z.number(),
  deadLetterSource: z.string().optional(),
  receivesBefore: z.number().optional(),
  firstReceivedAt: z.number().optional(),
});

const schema = z.array(
  z.strictObject({
    place: z.object({ ...keptPlace, name: z.string() }),
    createdAt: z.number(),
    modifiedAt: z.number(),
    attributes: z.record(z.string(), z.string()),
    tags: z.map(z.string(), z.string()),
    messages: z.array(
      z.strictObject({
        key: z.string(),
        message,
        receives: z.number(),
        firstReceivedAt: z.number().optional(),
        visibleAt: z.number(),
        receivedAt: z.number(),
      }),
    ),
  }),
);

/** Queues with their messages. Receipt handles stay good, and hidden messages hidden as long as they were to be. */
export const keptQueues = (queues: Queues): Kept => ({
  save: (): z.infer<typeof schema> =>
    queues.all().map(({ place, createdAt, modifiedAt, attributes, tags, messages }) => ({
      place,
      createdAt,
      modifiedAt,
      attributes,
      tags,
      messages: [...messages.all()].map(({ cancelWake: _, ...stored }) => stored),
    })),
  restore(saved) {
    for (const { place, messages, ...was } of schema.parse(saved)) {
      const queue = queues.again(place, was);
      for (const { firstReceivedAt, ...stored } of messages)
        queue.messages.putBack({ ...stored, firstReceivedAt });
    }
  },
});
