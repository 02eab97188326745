import type { PutPermissionRequest, RemovePermissionRequest } from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import type { Place } from '../arn.ts';
import { putStatement, setStatements } from '../bus-policy.ts';
import { checked } from '../checked.ts';
import type { Core } from '../core.ts';
import { notFound } from '../errors.ts';
import { readJson } from '../read-json.ts';
import { type Operation, type Operations, onAnything } from './operation.ts';

const statementSchema = z.record(z.string(), z.unknown());

const policySchema = z.object({
  Statement: z
    .union([z.array(statementSchema), statementSchema])
    .transform((statements) => (Array.isArray(statements) ? statements : [statements])),
});

const grantSchema = z.strictObject({
  EventBusName: z.string().optional(),
  StatementId: z.string().min(1).max(64),
  Action: z.string(),
  Principal: z.string().regex(/^(\d{12}|\*)$/),
  Condition: z.strictObject({ Type: z.string(), Key: z.string(), Value: z.string() }).optional(),
});

/** Lets one account, or everybody whom the condition describes, use a bus. */
export function grant({ store, clock }: Core, place: Place, input: unknown): void {
  const granted = checked(grantSchema, input, 'Permission');
  const { EventBusName, StatementId, Action, Principal, Condition } = granted;
  const bus = store.bus(place, EventBusName);
  const statement = {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: `arn:aws:iam::${Principal}:root` },
    Action,
    Resource: bus.arn,
    ...(Condition && { Condition: { [Condition.Type]: { [Condition.Key]: Condition.Value } } }),
  };
  putStatement(bus, statement, clock.date());
}

export function busPolicyOperations(core: Core): Operations {
  const { store, clock } = core;

  const PutPermission: Operation<PutPermissionRequest> = {
    permissions: onAnything('events:PutPermission'),
    run: (input, call) => {
      if (input.Policy === undefined) grant(core, call, input);
      else {
        const bus = store.bus(call, input.EventBusName);
        const { Statement } = checked(policySchema, readJson(input.Policy), 'Policy');
        setStatements(bus, Statement, clock.date());
      }
      return undefined;
    },
  };

  const RemovePermission: Operation<RemovePermissionRequest> = {
    permissions: onAnything('events:RemovePermission'),
    run: ({ EventBusName, StatementId, RemoveAllPermissions }, call) => {
      const bus = store.bus(call, EventBusName);
      const before = bus.policy?.statements ?? [];
      const kept = before.filter(({ Sid }) => Sid === undefined || Sid !== StatementId);
      if (!RemoveAllPermissions && kept.length === before.length) {
        throw notFound('Statement with the provided id does not exist.');
      }
      setStatements(bus, RemoveAllPermissions ? [] : kept, clock.date());
      return undefined;
    },
  };

  return { PutPermission, RemovePermission };
}
