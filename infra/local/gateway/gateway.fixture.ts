import { RDSClient } from '@aws-sdk/client-rds';
import { onTestFinished } from 'vitest';
import { Clock } from '../clock.ts';
import { type Faults, noFaults } from '../faults.ts';
import { Iam } from '../iam/iam.ts';
import { parsePolicy } from '../iam/policy.ts';
import type { Call, ForwardedService, LocalService, Permission, ServiceId } from '../service.ts';
import { startGateway } from './gateway.ts';
import type { Pages } from './pages.ts';

/** A gateway before stub services, with what a client needs to reach it. */
export async function openGateway(
  services: readonly (LocalService | ForwardedService)[],
  {
    faults = noFaults,
    pages = {},
    port = 0,
  }: { faults?: Faults; pages?: Pages; port?: number } = {},
) {
  const clock = new Clock();
  const iam = new Iam({ clock });
  const logged: string[] = [];
  const log = (message: string) => void logged.push(message);
  const gateway = await startGateway({ services, iam, clock, faults, pages, port, log });
  const config = {
    endpoint: gateway.endpoint,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'secret' },
  };
  return { ...gateway, config, iam, clock, logged };
}

/** A service that answers every call of an operation with the same output, and keeps what it got. */
export function stubService(
  id: ServiceId,
  outputs: Readonly<Record<string, object | Error | undefined>>,
  permissions: readonly Permission[] = [],
): LocalService & { readonly inputs: object[]; readonly calls: Call[] } {
  const inputs: object[] = [];
  const calls: Call[] = [];
  const operations = Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [
      name,
      (input: object, call: Call) => {
        inputs.push(input);
        calls.push(call);
        if (output instanceof Error) throw output;
        return output;
      },
    ]),
  );
  return { id, operations, permissions: () => permissions, inputs, calls };
}

/** A gateway that closes with the test, and a client of it. */
export async function open(...given: Parameters<typeof openGateway>) {
  const gateway = await openGateway(...given);
  onTestFinished(() => gateway.close());
  return { ...gateway, rds: new RDSClient(gateway.config) };
}

/** An `Authorization` header. */
export const signedFor = (service: ServiceId) =>
  `AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

const roleArn = 'arn:aws:iam::111122223333:role/worker';

/** Credentials of a new role with these statements. */
export function actAs(iam: Iam, statements: object[], kill?: () => void) {
  iam.createRole({ name: 'worker', arn: roleArn, trust: { statements: [] } });
  for (const Statement of statements) {
    const policy = parsePolicy({ Version: '2012-10-17', Statement }, 'policy');
    iam.attach(policy, 'worker', '111122223333');
  }
  return iam.issue({ roleArn, sessionName: 'one', ...(kill && { kill }) });
}
