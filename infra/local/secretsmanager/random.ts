const RANGE = 2 ** 32;

/** Picks whole numbers from 0 up to, but not including, `below`, each as likely as the other. */
export function chooser(randomBytes: (size: number) => Buffer): (below: number) => number {
  return (below) => {
    for (;;) {
      const number = randomBytes(4).readUInt32BE();
      if (number < RANGE - (RANGE % below)) return number % below;
    }
  };
}
