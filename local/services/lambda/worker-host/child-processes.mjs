import { ChildProcess } from 'node:child_process';

/**
 * Tells of every process that the thread starts, before its code goes on, and of its end. A process knows no thread: it
 * would outlive the one that started it, which on Lambda nothing does.
 *
 * @param {(pid: number, running: boolean) => void} tell
 */
export function tellChildren(tell) {
  // @ts-expect-error what all ways of starting a process but the synchronous ones go through is not among the types
  const { prototype } = ChildProcess;
  const { spawn } = prototype;
  prototype.spawn = function (options) {
    const failure = spawn.call(this, options);
    const { pid } = this;
    if (pid !== undefined) {
      tell(pid, true);
      this.once('exit', () => tell(pid, false));
    }
    return failure;
  };
}
