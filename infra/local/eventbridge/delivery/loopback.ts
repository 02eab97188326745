import type { LookupFunction } from 'node:net';

/** Whether a URL is of this machine by its host alone, without asking anybody for its address. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

/** `localhost` is this machine, whatever a file or a name server says. */
export const lookUpLoopback: LookupFunction = (_hostname, { all }, done) => {
  if (all) done(null, LOOPBACK);
  else done(null, '127.0.0.1', 4);
};

const LOOPBACK = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];
