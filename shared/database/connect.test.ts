import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Passing, StepFailure } from '../errors.ts';
import { connectWith } from './connect.ts';

const connect = connectWith('-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----');

const refusal = (port: number): Promise<unknown> =>
  connect({ host: 'localhost', port }, { username: 'admin', password: 'hunter2' }).then(
    () => 'connected',
    (error: unknown) => error,
  );

async function listen(greet: (socket: Socket) => void) {
  const server = createServer(greet);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** MySQL's greeting, protocol 10, of a server that knows everything but TLS. */
const greeting = Buffer.concat([
  Buffer.from([74, 0, 0, 0, 10]),
  Buffer.from('8.0.39\0'),
  Buffer.from([1, 0, 0, 0]),
  Buffer.from('saltsalt\0'),
  Buffer.from([0xff, 0xf7, 45, 2, 0, 0xff, 0x00, 21, ...new Array(10).fill(0)]),
  Buffer.from('saltsaltsalt\0'),
  Buffer.from('mysql_native_password\0'),
]);

test('a server that is not up yet may be up next time', async () => {
  const { port, close } = await listen(() => undefined);
  await close();

  const told = await refusal(port);

  expect(told).toBeInstanceOf(Passing);
  expect(told).toMatchObject({
    code: 'DATABASE_NOT_READY',
    message: `localhost:${port} could not be connected to (ECONNREFUSED)`,
  });
});

test('a server without TLS never hears the password', async () => {
  const heard: Buffer[] = [];
  const { port, close } = await listen((socket) => {
    socket.on('data', (bytes) => heard.push(bytes));
    socket.on('error', () => undefined);
    socket.write(greeting);
  });
  onTestFinished(async () => void (await close()));

  const told = await refusal(port);

  expect(told).toBeInstanceOf(StepFailure);
  expect(told).toMatchObject({
    code: 'DATABASE_UNREACHABLE',
    message: expect.stringContaining('HANDSHAKE_NO_SSL_SUPPORT'),
  });
  expect(heard).toEqual([]);
});
