import { randomUUID } from 'node:crypto';
import type { ForwardedService, LocalService } from '../service.ts';
import { type AnswerParts, answer } from './answer.ts';
import { loadServiceModel } from './codec/service-model.ts';
import { type HttpServer, listen } from './http-server.ts';
import { allPages, type Pages } from './pages.ts';
import type { ServedService } from './prepare-call.ts';

export interface GatewayOptions extends Pick<AnswerParts, 'iam' | 'clock' | 'faults' | 'log'> {
  readonly services: readonly (LocalService | ForwardedService)[];
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  readonly pages?: Pages;
  readonly uuid?: () => string;
}

/**
 * Brings the services up behind one port. Requests find theirs by the name they are signed for.
 * Rejects with a `PortInUse` where the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<HttpServer> {
  const { services, host = '127.0.0.1', port, pages = {}, uuid = randomUUID } = options;
  const served = new Map(await Promise.all(services.map(withModel)));
  const parts: AnswerParts = { ...options, uuid, services: served };
  const server = await listen({
    host,
    port,
    answer: (request) => answer(request, server.endpoint, parts),
    pages: allPages(() => server.endpoint, [...served.keys()], pages),
    log: options.log,
  });
  return server;
}

async function withModel(
  service: LocalService | ForwardedService,
): Promise<[string, ServedService]> {
  if ('forward' in service) return [service.id, { service }];
  if (service.id === 'dynamodb') throw new Error('DynamoDB must be a forwarded service');
  return [service.id, { service, model: await loadServiceModel(service.id) }];
}
