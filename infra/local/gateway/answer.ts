import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { Iam } from '../iam/iam.ts';
import { type Call, type RawMessage, ServiceError } from '../service.ts';
import { authorize } from './authorize.ts';
import { CallerGone, withCallFaults } from './call-faults.ts';
import { jsonProtocol } from './codec/json-protocol.ts';
import type { Protocol, Reply } from './codec/protocol.ts';
import { queryProtocol } from './codec/query-protocol.ts';
import { readCredential } from './credential.ts';
import { identify } from './identify.ts';
import { prepareCall, type ServedService } from './prepare-call.ts';

export interface AnswerParts {
  readonly iam: Pick<Iam, 'identify' | 'allows'>;
  readonly clock: Pick<Clock, 'pause'>;
  readonly faults: Faults;
  readonly log: (message: string) => void;
  readonly uuid: () => string;
  /** By the name under which requests are signed. */
  readonly services: ReadonlyMap<string, ServedService>;
}

/** The answer to one request; `undefined` where the caller is gone and gets none. */
export async function answer(
  request: RawMessage,
  endpoint: string,
  parts: AnswerParts,
): Promise<Reply | undefined> {
  const requestId = parts.uuid();
  const protocol = protocolOf(request);
  let served: ServedService | undefined;
  try {
    const credential = readCredential(request.headers);
    const { region, service } = credential;
    const principal = identify(parts.iam, credential);
    served = parts.services.get(service);
    if (served === undefined)
      throw new ServiceError('UnknownService', `The local environment has no service '${service}'`);
    const call: Call = {
      service: served.service.id,
      operation: protocol.operationOf(request) ?? '',
      region,
      accountId: principal.accountId,
      principal,
      requestId,
      endpoint,
      traceHeader: request.headers['x-amzn-trace-id'],
    };
    const { input, carryOut } = prepareCall(served, protocol, call, request);
    authorize(parts.iam, call, served.service.permissions(input as never, call));
    const faults = parts.faults({ boundary: 'call', call, input });
    return await withCallFaults(faults, principal, parts.clock, carryOut);
  } catch (error) {
    if (error instanceof CallerGone) return undefined;
    return protocol.encodeError(served?.model, asServiceError(error, parts.log), requestId);
  }
}

/** Every AWS JSON request says so in its content type; what is left is Query. */
function protocolOf({ headers }: RawMessage): Protocol {
  const contentType = headers['content-type'] ?? '';
  return contentType.startsWith('application/x-amz-json-')
    ? jsonProtocol(contentType)
    : queryProtocol;
}

/** What a service did not mean to throw is a fault of this environment, and is logged. */
function asServiceError(error: unknown, log: AnswerParts['log']): ServiceError {
  if (error instanceof ServiceError) return error;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  log(`A call failed unexpectedly: ${stack ?? message}`);
  return new ServiceError('InternalFailure', message, 500);
}
