import { describe, expect, test } from 'vitest';
import { at, eventWith, NOW, operationWith } from '../operation/operation.fixture.ts';
import { contract, EverythingDone, WorkDone } from './contract.fixture.ts';
import { onwards, stamp } from './outgoing.ts';

describe('the envelope of an event', () => {
  const operation = operationWith({ attempt: 2 });
  const given = { operation, sequence: 7, now: NOW, newId: () => 'new' };

  test('says whose it is, and what it follows from', () => {
    const event = stamp(WorkDone.with({ result: 'fine' }), { ...given, causationId: 'cause' });

    expect(event).toEqual({
      source: 'aurora-restore',
      detail_type: 'WorkDone',
      detail: {
        result: 'fine',
        operation_id: operation.operation_id,
        attempt: 2,
        sequence: 7,
        metadata: { event_id: 'new', causation_id: 'cause', occurred_at: at(0), version: 1 },
      },
    });
    expect(WorkDone.schema.parse(event.detail)).toEqual(event.detail);
  });

  test('is never what the facts say it is', () => {
    const facts = { operation_id: 'another', sequence: 99, metadata: 'none' };

    const { detail } = stamp({ name: 'WorkDone', facts }, given);

    expect(detail).toMatchObject({ operation_id: operation.operation_id, sequence: 7 });
    expect(detail.metadata).not.toHaveProperty('causation_id');
  });
});

describe('what follows an event', () => {
  const event = eventWith({ detail_type: 'WorkDone' });

  test('is the stage that it opens, with that stage’s deadline', () => {
    expect(onwards(contract, event, NOW, {})).toEqual({
      stage: 'delete_rds',
      event,
      deadline: at(30 * 60),
    });
  });

  test('has the deadline that the deployment sets', () => {
    const next = onwards(contract, event, NOW, { delete_rds: 5, check_copy: 1 });

    expect(next).toMatchObject({ deadline: at(5 * 60) });
  });

  test('is the end, if the event says so', () => {
    const last = eventWith({ detail_type: EverythingDone.name });

    expect(onwards(contract, last, NOW, {})).toEqual({ status: 'completed' });
  });

  test('is a mistake of ours, if the step does not emit it', () => {
    const stranger = eventWith({ detail_type: 'WorkStarted' });

    expect(() => onwards(contract, stranger, NOW, {})).toThrow(
      'check-work does not emit WorkStarted',
    );
  });
});
