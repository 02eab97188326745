import { BlockList, isIP } from 'node:net';
import { InvalidPattern } from './invalid-pattern.ts';
import type { Test } from './leaves.ts';

/** An IPv4 or IPv6 range. */
export function cidrTest(range: string, path: string): Test {
  const [address = '', bits, ...others] = range.split('/');
  const family = isIP(address);
  if (family === 0 || bits === undefined || others.length > 0) {
    throw new InvalidPattern(`Malformed CIDR ${range}, an IP address and one '/' required`, path);
  }
  if (!/^\d+$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) {
    throw new InvalidPattern(`Malformed CIDR ${range}, mask bits out of range`, path);
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(address, Number(bits), type);
  return (value) => typeof value === 'string' && isIP(value) === family && block.check(value, type);
}
