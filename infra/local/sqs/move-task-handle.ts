import { z } from 'zod';

const content = z.object({ taskId: z.string(), sourceArn: z.string() });

export const moveTaskHandle = (task: z.infer<typeof content>): string =>
  Buffer.from(JSON.stringify(task)).toString('base64');

/** The dead-letter queue that a handle speaks of; `undefined` if it is none. */
export function sourceOfHandle(handle: string): string | undefined {
  try {
    return content.parse(JSON.parse(Buffer.from(handle, 'base64').toString())).sourceArn;
  } catch {
    return undefined;
  }
}
