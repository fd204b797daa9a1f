import { throttlingError } from './throttled.ts';
import { sleep, type Clock } from '../clock/clock.ts';
import type { EnvironmentFactory, ExecutionEnvironment, Outcome } from '../services/lambda/execution-environment.ts';
import type { Faults } from './faults.ts';

const killed: Outcome = { kind: 'crash', reason: 'killed' };

/** Throttles invocations, from wherever they come. */
export function throttledInvocations(faults: Faults): (functionName: string) => void {
  return (functionName) => {
    if (faults.none) return;
    const occasion = { service: 'lambda', action: 'Invoke', functionName, text: () => '' };
    if (faults.strikes(occasion, ['throttle']).length > 0) throw throttlingError('lambda');
  };
}

/** Delays invocations, and kills environments before the handler starts or after it has ended. */
export function faultsAroundInvocations(faults: Faults, clock: Clock, inner: EnvironmentFactory): EnvironmentFactory {
  return (settings) => {
    const environment = inner(settings);
    const { functionName } = settings;
    const faulty: ExecutionEnvironment = {
      start: async () => environment.start?.(),
      async invoke(event, invocation) {
        if (faults.none) return environment.invoke(event, invocation);
        const occasion = { service: 'lambda', action: 'Invoke', functionName, text: () => JSON.stringify(event) };
        const strikes = faults.strikes(occasion, ['delay', 'crash']);
        for (const { delayMilliseconds } of strikes) {
          if (delayMilliseconds !== undefined) await sleep(clock, delayMilliseconds);
        }
        const crash = strikes.find(({ effect }) => effect === 'crash');
        if (crash !== undefined && crash.after !== true) return end(environment);
        const outcome = await environment.invoke(event, invocation);
        return crash === undefined ? outcome : end(environment);
      },
      stop: () => environment.stop(),
      get alive() {
        return environment.alive !== false;
      },
      logTail: (requestId) => environment.logTail?.(requestId) ?? '',
    };
    return faulty;
  };
}

function end(environment: ExecutionEnvironment): Outcome {
  environment.stop();
  return killed;
}
