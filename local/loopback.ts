/** HTTP subscribers are served on this machine and nowhere else. */
export async function postHttp(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<number> {
  const { hostname } = new URL(url);
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) throw new Error(`${hostname} is not on this machine`);
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

export async function fetchJson(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}
