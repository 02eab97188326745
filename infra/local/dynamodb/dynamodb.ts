import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import {
  type Call,
  type ForwardedService,
  type RawMessage,
  type ResourceProvider,
  ServiceError,
} from '../service.ts';
import { Engine } from './engine.ts';
import { type Listening, listenAlone } from './listen.ts';
import { permissionsOf } from './permissions.ts';
import { tableProviders } from './table-provider.ts';
import { type Answer, readRequest, signedRegion, writeAnswer, writeError } from './wire.ts';

export interface Dynamodb {
  readonly service: ForwardedService;
  readonly providers: readonly ResourceProvider[];
  /** Serves the tables alone, on a port of their own: all that code needs that knows only tables. */
  listen(port?: number): Promise<Listening>;
  close(): Promise<void>;
}

/** The tables of one account, by region. With a `path` they outlive this program. */
export async function createDynamodb(options: {
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
  readonly path?: string;
}): Promise<Dynamodb> {
  const { clock, accountId, region: home, path: folder } = options;
  const engines = new Map<string, Engine>();

  const engineOf = async (region: string): Promise<Engine> => {
    const path = folder && join(folder, region);
    if (path) await mkdir(path, { recursive: true });
    const engine = engines.get(region) ?? new Engine({ clock, accountId, region, path });
    engines.set(region, engine);
    return engine;
  };

  const forward = async (request: RawMessage): Promise<Answer> => {
    try {
      const { operation, input } = readRequest(request);
      const engine = await engineOf(signedRegion(request) ?? home);
      return writeAnswer(await engine.run(operation, input));
    } catch (error) {
      return writeError(error);
    }
  };

  /** Tables are one account's only, so another account is refused rather than shown this one's. */
  const requireOwner = (caller: Pick<Call, 'accountId'>) => {
    if (caller.accountId !== accountId)
      throw new ServiceError(
        'NotImplemented',
        `The local DynamoDB does not implement tables of account ${caller.accountId}.`,
        501,
      );
  };

  return {
    service: {
      id: 'dynamodb',
      permissions(input: never, call) {
        requireOwner(call);
        return permissionsOf(input, call, (table) =>
          engines.get(call.region)?.partitionKeys.get(table),
        );
      },
      forward,
    },
    providers: tableProviders((at) => {
      requireOwner(at);
      return engineOf(at.region);
    }),
    listen: (port = 0) => listenAlone(forward, port),
    close: async () => {
      for (const engine of engines.values()) await engine.close();
    },
  };
}
