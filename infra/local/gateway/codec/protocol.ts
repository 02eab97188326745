import type { RawMessage, ServiceError } from '../../service.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';

/** How requests and answers of one of AWS's protocols are read and written. */
export interface Protocol {
  /** The operation that a request names; `undefined` where it names none. */
  operationOf(request: RawMessage): string | undefined;
  /** Its code for an operation that does not exist. */
  readonly unknownOperation: string;
  /** Throws a `ServiceError` that names the member at fault. */
  decode(operation: OperationModel, request: RawMessage): object;
  /** Throws an `Error` where the output is not what the operation gives. */
  encode(
    model: ServiceModel,
    operation: OperationModel,
    output: object | undefined,
    requestId: string,
  ): Reply;
  /** The model is missing where the service has none or is not known yet. */
  encodeError(model: ServiceModel | undefined, error: ServiceError, requestId: string): Reply;
}

export interface Reply extends RawMessage {
  readonly status: number;
}
