import { cpus } from 'node:os';

/** Share of idle time under which nothing is gained by running more at once. */
const leastIdle = 0.1;
/** Milliseconds a core must have been watched for; the system counts in steps of ten. */
const shortestWatch = 50;

/** Whether all cores had work of late, be it other programs'. */
export class MachineLoad {
  #idle = 0;
  #total = 0;
  #answer = false;

  readonly saturated = (): boolean => {
    const cores = cpus();
    let idle = 0;
    let total = 0;
    for (const { times } of cores) {
      idle += times.idle;
      total += times.user + times.nice + times.sys + times.irq + times.idle;
    }
    const watched = total - this.#total;
    if (watched < shortestWatch * cores.length) return this.#answer;
    this.#answer = (idle - this.#idle) / watched < leastIdle;
    this.#idle = idle;
    this.#total = total;
    return this.#answer;
  };
}
