import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A loopback address of the cluster's own, derived from its key. All of 127.0.0.0/8 is local on Linux;
 * other systems have 127.0.0.1 only. So the certificate of one cluster is not good for another.
 */
export const loopbackAddress = (cluster: string): string => {
  if (process.platform !== 'linux') return '127.0.0.1';
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(cluster).digest();
  return `127.${1 + (a % 254)}.${b}.${1 + (c % 254)}`;
};

/** The wanted port if it is free at this address, else another. */
export const freePort = (address: string, wanted: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      if (taken && wanted !== 0) resolve(freePort(address, 0));
      else reject(error);
    });
    probe.listen(wanted, address, () => {
      const at = probe.address();
      const port = typeof at === 'object' && at ? at.port : wanted;
      probe.close(() => resolve(port));
    });
  });
