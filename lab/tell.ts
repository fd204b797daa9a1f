/** `2:05.250`: minutes, seconds and milliseconds since the start; `1:02:05` from an hour on. */
export function clockTime(milliseconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const [minutes, rest] = [Math.floor(milliseconds / 60_000), milliseconds % 60_000];
  if (minutes >= 60) return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(rest / 1000)}`;
  return `${minutes}:${two(rest / 1000)}.${String(Math.floor(rest % 1000)).padStart(3, '0')}`;
}

/** `26 ms`, `31.1 s`, `12 min` */
export function span(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 600_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.round(milliseconds / 60_000)} min`;
}
