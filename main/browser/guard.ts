// Who may speak to the web server at all, from the headers alone: the right Host (against DNS rebinding),
// the right Origin on whatever changes something, and no request that another site caused.
// Knows no token: that is session.ts.

import type { IncomingMessage } from 'node:http';

export interface Refusal {
  status: 403 | 421;
  reason: string;
}

type Headers = Pick<IncomingMessage, 'rawHeaders' | 'method'>;

/** Names that this server answers to; the address it prints is the first. */
export function ownHosts(port: number): readonly [string, string] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

/** Says why a request is not answered, or null where it may go on. An upgrade counts as a change. */
export function findRefusal(
  request: Headers,
  port: number,
  { isUpgrade }: { isUpgrade: boolean },
): Refusal | null {
  const hosts = valuesOf(request, 'host');
  const host = hosts[0];
  if (hosts.length !== 1 || host === undefined || !ownHosts(port).includes(host)) {
    return { status: 421, reason: 'This address does not belong to Charloom.' };
  }
  const isChange = isUpgrade || (request.method !== 'GET' && request.method !== 'HEAD');
  const origins = valuesOf(request, 'origin');
  const isOwnOrigin = origins.length === 1 && origins[0] === `http://${host}`;
  if (isChange ? !isOwnOrigin : origins.length > 0 && !isOwnOrigin) {
    return { status: 403, reason: 'Only Charloom’s own page may ask this.' };
  }
  // Sent by every current browser; 'none' is a person who typed or clicked an address outside any page.
  const sites = valuesOf(request, 'sec-fetch-site');
  const allowed = isChange ? ['same-origin'] : ['same-origin', 'none'];
  if (sites.some((site) => !allowed.includes(site))) {
    return { status: 403, reason: 'Another site may not cause this request.' };
  }
  return null;
}

/** Every value of a header as it came: Node keeps only the first of some, which would hide a second. */
function valuesOf(request: Headers, name: string): string[] {
  const { rawHeaders } = request;
  const values: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '');
  }
  return values;
}
