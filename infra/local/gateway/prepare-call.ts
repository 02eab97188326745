import {
  type Call,
  type ForwardedService,
  type LocalService,
  type RawMessage,
  ServiceError,
} from '../service.ts';
import { parseJson } from './codec/json-protocol.ts';
import type { Protocol, Reply } from './codec/protocol.ts';
import type { ServiceModel } from './codec/service-model.ts';

/** A forwarded service reads requests by itself, so it needs no model. */
export type ServedService =
  | { readonly service: LocalService; readonly model: ServiceModel }
  | { readonly service: ForwardedService; readonly model?: undefined };

export interface PreparedCall {
  readonly input: object;
  carryOut(): Promise<Reply>;
}

/** Finds the operation and reads its input. Throws where either is wrong; nothing is done yet. */
export function prepareCall(
  served: ServedService,
  protocol: Protocol,
  call: Call,
  request: RawMessage,
): PreparedCall {
  if (served.model === undefined)
    return { input: parseJson(request.body), carryOut: () => served.service.forward(request) };

  const { model, service } = served;
  const operation = model.operation(call.operation);
  const implementation = Object.hasOwn(service.operations, call.operation)
    ? service.operations[call.operation]
    : undefined;
  if (operation === undefined || implementation === undefined)
    throw new ServiceError(
      protocol.unknownOperation,
      `The local ${service.id} does not implement the operation '${call.operation}'`,
    );
  const input = protocol.decode(operation, request);
  return {
    input,
    carryOut: async () => {
      // Here decoded input, checked against the model, gets the type its operation declares.
      const output = await implementation(input as never, call);
      return protocol.encode(model, operation, output, call.requestId);
    },
  };
}
