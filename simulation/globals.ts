import { habitats } from './habitat.ts';

const real = {
  Date,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  random: Math.random,
};

/** A timer of a simulated environment, as Node's timers look to those who keep them. */
class SimulatedTimer {
  readonly cancel: () => void;

  constructor(cancel: () => void) {
    this.cancel = cancel;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/**
 * Gives the SDK's and Powertools' own calls of time and chance to the environment they run in. Code outside of any
 * environment, such as the test runner, keeps the real ones.
 */
export function patchGlobals(): () => void {
  globalThis.Date = new Proxy(real.Date, {
    construct(target, args: unknown[]) {
      const store = habitats.getStore();
      return args.length === 0 && store !== undefined ? new target(store.now()) : Reflect.construct(target, args);
    },
    get(target, property, receiver) {
      const store = habitats.getStore();
      if (property === 'now' && store !== undefined) return () => store.now();
      return Reflect.get(target, property, receiver) as unknown;
    },
  });
  Math.random = () => habitats.getStore()?.random() ?? real.random();
  globalThis.setTimeout = ((task: () => void, milliseconds = 0, ...rest: never[]) => {
    const store = habitats.getStore();
    if (store === undefined) return real.setTimeout(task, milliseconds, ...(rest as []));
    return new SimulatedTimer(store.after(milliseconds, task));
  }) as typeof globalThis.setTimeout;
  globalThis.clearTimeout = (timer) => {
    if (timer instanceof SimulatedTimer) timer.cancel();
    else real.clearTimeout(timer);
  };
  return () => {
    globalThis.Date = real.Date;
    Math.random = real.random;
    globalThis.setTimeout = real.setTimeout;
    globalThis.clearTimeout = real.clearTimeout;
  };
}
