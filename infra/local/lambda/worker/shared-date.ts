/**
 * Lets `Date` follow the environment's clock. `performance` and timers stay real.
 *
 * The time zone stays the machine's: a thread has no time zone of its own, so `TZ` cannot change it.
 */
export function followClock(offset: Float64Array): void {
  const machine = Date.now;
  const now = (): number => machine() + (offset[0] ?? 0);
  const SharedDate: DateConstructor = new Proxy(Date, {
    apply: () => new Date(now()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(
        target,
        args.length === 0 ? [now()] : args,
        newTarget === SharedDate ? target : newTarget,
      ),
  });
  Date.now = now;
  Date.prototype.constructor = SharedDate;
  globalThis.Date = SharedDate;
}
