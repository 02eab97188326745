import { expect, test } from 'vitest';
import { world } from '../lambda.fixture.ts';

const REACH = `
  import dgram from 'node:dgram';
  import dns, { lookup } from 'node:dns';
  import { Resolver } from 'node:dns/promises';
  import { once } from 'node:events';
  import http from 'node:http';
  import http2 from 'node:http2';
  import https from 'node:https';
  import net from 'node:net';
  import tls from 'node:tls';
  import { promisify } from 'node:util';

  const ways = {
    net: (host, port) => once(net.connect(port, host), 'connect'),
    socket: (host, port) => once(new net.Socket().connect({ host, port }), 'connect'),
    path: (host) => once(net.connect(host), 'connect'),
    tls: (host, port) => once(tls.connect({ host, port }), 'secureConnect'),
    http: (host, port) => once(http.get({ host, port }), 'response'),
    https: (host, port) => once(https.get('https://' + host + ':' + port), 'response'),
    http2: (host, port) => once(http2.connect('http://' + host + ':' + port), 'close'),
    fetch: (host, port) => fetch('http://' + host + ':' + port).catch((e) => { throw e.cause; }),
    udp: (host, port) => promisify((done) => dgram.createSocket('udp4').send('x', port, host, done))(),
    lookup: (host) => promisify(lookup)(host),
    resolve: (host) => promisify(dns.resolve4)(host),
    resolver: (host) => new Resolver().resolve4(host),
  };
  export const handler = async ({ way, host, port }) => {
    try { await ways[way](host, port); return 'reached'; }
    catch (error) { return error.message; }
  };`;

test.each([
  ['net', 'example.com', 3306],
  ['net', '192.0.2.1', 3306],
  ['net', '2001:db8::1', 3306],
  ['net', '0.0.0.0', 3306],
  ['socket', 'localhost.example.com', 80],
  ['tls', 'rds.us-east-1.amazonaws.com', 443],
  ['http', '169.254.169.254', 80],
  ['https', 'sqs.us-east-1.amazonaws.com', 8443],
  ['http2', 'example.com', 8080],
  ['fetch', 'example.com', 8080],
  ['udp', '192.0.2.1', 53],
])('a function that connects by %s to %s:%i is told that it may not', async (way, host, port) => {
  await using aws = world();
  await aws.define('reach', REACH);

  expect(await aws.lambda.invoke('reach', { way, host, port })).toEqual({
    result: `A function of the local environment may not connect to ${host}:${port}: only to loopback.`,
  });
});

test.each([
  ['lookup', 'example.com'],
  ['resolve', 'example.com'],
  ['resolver', 'example.com'],
  ['path', '/var/run/docker.sock'],
])('a function that asks by %s for %s is told that it may not', async (way, host) => {
  await using aws = world();
  await aws.define('reach', REACH);

  expect(await aws.lambda.invoke('reach', { way, host })).toMatchObject({
    result: expect.stringContaining(`may not connect to ${host}:`),
  });
});

test('a function reaches this machine', async () => {
  await using aws = world();
  await aws.define(
    'reach',
    `import http from 'node:http';
     export const handler = async () => {
       const server = http.createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
       await new Promise((done) => server.once('listening', done));
       const { port } = server.address();
       const hosts = ['localhost', '127.0.0.1'];
       const answers = await Promise.all(hosts.map((host) => fetch('http://' + host + ':' + port)));
       const texts = await Promise.all(answers.map((answer) => answer.text()));
       server.close();
       return texts;
     };`,
  );

  expect(await aws.lambda.invoke('reach', {})).toEqual({ result: ['hello', 'hello'] });
});
