import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/**
 * Makes every connection to another machine fail, so that no function can reach a real AWS account by
 * a forgotten endpoint. TLS, HTTP and `fetch` all connect through `net.Socket`.
 */
export function refuseOutsideConnections(): void {
  wrap(net.Socket.prototype, 'connect', (connect) => {
    return function (this: net.Socket, ...args: unknown[]) {
      const error = refusal(tcpDestination(args));
      if (!error) return Reflect.apply(connect, this, args);
      process.nextTick(() => this.destroy(error));
      return this;
    };
  });
  for (const name of ['connect', 'send'])
    wrap(dgram.Socket.prototype, name, (original) => {
      return function (this: dgram.Socket, ...args: unknown[]) {
        const error = refusal(udpDestination(name === 'send' ? args.slice(1) : args));
        if (!error) return Reflect.apply(original, this, args);
        return failLater(error, args, () => this.emit('error', error));
      };
    });
  for (const target of [dns, dns.Resolver.prototype])
    for (const name of lookups(target))
      wrap(target, name, (original) => {
        return function (this: unknown, ...args: unknown[]) {
          const error = refusal({ host: args[0] });
          return error ? failLater(error, args) : Reflect.apply(original, this, args);
        };
      });
  for (const target of [dns.promises, dns.promises.Resolver.prototype])
    for (const name of lookups(target))
      wrap(target, name, (original) => {
        return async function (this: unknown, ...args: unknown[]) {
          const error = refusal({ host: args[0] });
          if (error) throw error;
          return await Reflect.apply(original, this, args);
        };
      });
  syncBuiltinESMExports();
}

interface Destination {
  readonly host: unknown;
  readonly port?: unknown;
}

const loopback = new net.BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

function refusal({ host = 'localhost', port }: Destination): Error | undefined {
  const name = String(host);
  const family = net.isIP(name);
  if (family === 0 ? name === 'localhost' : loopback.check(name, family === 6 ? 'ipv6' : 'ipv4'))
    return undefined;
  const place = port === undefined ? name : `${name}:${String(port)}`;
  return Object.assign(
    new Error(`A function of the local environment may not connect to ${place}: only to loopback.`),
    { code: 'ERR_NOT_LOOPBACK' },
  );
}

/** Of `connect(options)`, `connect(port, host)`, `connect(path)`, or what `net.connect` makes of them. */
function tcpDestination(args: readonly unknown[]): Destination {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === 'object' && first !== null) {
    const path = Reflect.get(first, 'path');
    return path
      ? { host: path }
      : { host: Reflect.get(first, 'host'), port: Reflect.get(first, 'port') };
  }
  if (Number.isNaN(Number(first))) return { host: first };
  return { host: typeof args[1] === 'string' ? args[1] : undefined, port: first };
}

/** Of `port, address` or `offset, length, port, address`; neither where the socket is connected. */
function udpDestination(args: readonly unknown[]): Destination {
  const at = args.findIndex((arg) => typeof arg === 'string');
  return at < 0 ? { host: undefined } : { host: args[at], port: args[at - 1] };
}

function failLater(error: Error, args: readonly unknown[], otherwise = () => {}): void {
  const done = args.at(-1);
  process.nextTick(() => (typeof done === 'function' ? done(error) : otherwise()));
}

function lookups(target: object): string[] {
  return Object.getOwnPropertyNames(target).filter((name) =>
    /^(lookup|resolve|reverse)/.test(name),
  );
}

type Unbound = (...args: unknown[]) => unknown;

function wrap(target: object, name: string, by: (original: Unbound) => Unbound): void {
  const original: unknown = Reflect.get(target, name);
  if (isFunction(original)) Reflect.set(target, name, by(original));
}

function isFunction(value: unknown): value is Unbound {
  return typeof value === 'function';
}
