import { ServiceError } from '../service.ts';

/** What a receipt handle stands for: one receive of one copy of a message. */
export interface Receipt {
  readonly queueArn: string;
  readonly key: string;
  readonly receive: number;
}

export const receiptHandle = ({ queueArn, key, receive }: Receipt): string =>
  Buffer.from([queueArn, key, receive].join(' ')).toString('base64');

/** Rejects with `ReceiptHandleIsInvalid` what this queue cannot have handed out. */
export function readReceipt(handle: string, queueArn: string): Receipt {
  const [arn, key, receive, ...more] = Buffer.from(handle, 'base64').toString().split(' ');
  if (!key || !/^\d+$/.test(receive ?? '') || more.length > 0)
    throw new ServiceError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
    );
  if (arn !== queueArn)
    throw new ServiceError(
      'ReceiptHandleIsInvalid',
      `The receipt handle "${handle}" is not valid for this queue.`,
    );
  return { queueArn, key, receive: Number(receive) };
}
