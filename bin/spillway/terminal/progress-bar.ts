import { duration } from './duration.ts';

const barLength = 24;

/** `███████░░░░░  1,200/10,000  1,830/s  5s left` */
export function progressBar(done: number, all: number, seconds: number): string {
  const share = all === 0 ? 1 : Math.min(1, done / all);
  const full = Math.round(share * barLength);
  const rate = seconds > 0 ? done / seconds : 0;
  const rest = rate > 0 && done < all ? `  ${duration((all - done) / rate)} left` : '';
  const number = (value: number): string => Math.round(value).toLocaleString('en');
  return `${'█'.repeat(full)}${'░'.repeat(barLength - full)}  ${number(done)}/${number(all)}  ${number(rate)}/s${rest}`;
}
