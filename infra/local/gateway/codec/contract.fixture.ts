import type { $Command } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import type { ServiceId } from '../../service.ts';
import { openGateway, stubService } from '../gateway.fixture.ts';

type Metadata = { readonly $metadata: object };

/** A client of the SDK; every client package has its own types of inputs and outputs. */
interface Client<Inputs extends object, Outputs extends Metadata, Config> {
  send<Input extends Inputs, Output extends Outputs>(
    command: $Command<Input, Output, Config, Inputs, Outputs>,
  ): Promise<Output>;
  destroy(): void;
}

type Settings = Awaited<ReturnType<typeof openGateway>>['config'];

/**
 * Gives a function that makes a test of one call: what the client sends must reach the service
 * unchanged, and what the service answers must reach the client unchanged.
 */
export function contractsOf<Inputs extends object, Outputs extends Metadata, Config>(
  id: ServiceId,
  connect: (settings: Settings) => Client<Inputs, Outputs, Config>,
) {
  return <Input extends Inputs, Output extends Outputs>(
    Command: new (input: Input) => $Command<Input, Output, Config, Inputs, Outputs>,
    input: Input,
    output?: Omit<Output, '$metadata'>,
  ) => {
    const operation = Command.name.replace(/Command$/, '');
    test(`${operation} arrives and returns unchanged`, async () => {
      const service = stubService(id, { [operation]: output });
      const gateway = await openGateway([service]);
      const client = connect(gateway.config);
      try {
        const answer = await client.send(new Command(input));

        expect(service.inputs).toEqual([expect.objectContaining<object>(input)]);
        expect(answer).toEqual({ $metadata: expect.anything(), ...output });
        expect(gateway.logged).toEqual([]);
      } finally {
        client.destroy();
        await gateway.close();
      }
    });
  };
}
