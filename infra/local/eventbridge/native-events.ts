import type { Faults } from '../faults.ts';
import type { EmitNativeEvent } from '../service.ts';
import type { Core } from './core.ts';
import { pass } from './delivery/pass.ts';
import { type BusEvent, eventTime } from './event.ts';

/** Puts the events of AWS services on their account's default bus. Repeated ones keep their id. */
export function nativeEvents(
  { store, router, clock, uuid }: Core,
  faults: Faults,
): EmitNativeEvent {
  return (native) => {
    const { account, region } = native;
    const event: BusEvent = {
      version: '0',
      id: uuid(),
      'detail-type': native['detail-type'],
      source: native.source,
      account,
      time: eventTime(clock.now()),
      region,
      resources: native.resources,
      detail: native.detail,
    };
    pass(clock, faults({ boundary: 'native-event', event: native }), () => {
      router.route(store.bus({ accountId: account, region }), { event, received: clock.now() });
    });
  };
}
