import type { Call, Permission } from '../../service.ts';
import { busAt, ruleArn } from '../arn.ts';
import { readJson } from '../read-json.ts';
import type { Store } from '../state/store.ts';

interface AboutRule {
  readonly Name?: string | undefined;
  readonly EventBusName?: string | undefined;
}

/** A permission on a rule, whose creator's account policies may ask for. */
export function onRule(
  store: Store,
  call: Call,
  action: string,
  { Name = '', EventBusName }: AboutRule,
  context: Permission['context'] = {},
): Permission {
  const at = busAt(call, EventBusName);
  const rule = store.findBus(call, EventBusName)?.rules.get(Name);
  return {
    action,
    resource: ruleArn(at, at.name, Name),
    context: { 'events:creatorAccount': rule?.createdBy ?? call.accountId, ...context },
  };
}

/** A role that EventBridge is told to use must be one that the caller may pass to it. */
export const passRole = (roleArn: string | undefined): readonly Permission[] =>
  roleArn === undefined
    ? []
    : [
        {
          action: 'iam:PassRole',
          resource: roleArn,
          context: { 'iam:PassedToService': 'events.amazonaws.com' },
        },
      ];

/** The values of a pattern that conditions on `events:PutRule` may look at. */
export function patternContext(text: string | undefined): Permission['context'] {
  const pattern = text && readJson(text);
  const context = PATTERN_KEYS.flatMap((path) => {
    const found = path.split('.').reduce<unknown>(member, pattern);
    const values = Array.isArray(found) ? found.filter((value) => typeof value === 'string') : [];
    return values.length === 0 ? [] : [[`events:${path}`, values]];
  });
  return Object.fromEntries(context);
}

const PATTERN_KEYS = [
  'source',
  'detail-type',
  'detail.service',
  'detail.eventTypeCode',
  'detail.userIdentity.principalId',
];

const member = (object: unknown, name: string): unknown =>
  typeof object === 'object' && object !== null
    ? Object.getOwnPropertyDescriptor(object, name)?.value
    : undefined;
