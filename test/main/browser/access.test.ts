// Who gets in: the rules of ecosystem section 4.3, each broken once, byte by byte.
import { beforeAll, expect, test } from 'vitest';
import { buildFakeEngine } from '../fake-host.ts';
import { startFakeServer, type FakeServer } from './fake-server.ts';

let script = '';
beforeAll(async () => {
  script = await buildFakeEngine();
});

const page = async (server: FakeServer, changes: string[], { withHost = true } = {}) =>
  server.send([
    'GET / HTTP/1.1',
    ...(withHost ? [`Host: 127.0.0.1:${server.port}`] : []),
    `Cookie: ${await server.cookie()}`,
    ...changes,
  ]);

const post = async (server: FakeServer, changes: string[]) =>
  server.send([
    'POST /files/save?name=a HTTP/1.1',
    `Host: 127.0.0.1:${server.port}`,
    `Cookie: ${await server.cookie()}`,
    'X-Charloom: 1',
    'Content-Length: 0',
    ...changes,
  ]);

test('exchanges the launch token for a strict cookie that names the port, and cleans the address', async () => {
  const server = await startFakeServer(script);
  const answer = await server.send([
    `GET /${new URL(server.url).search} HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
  ]);
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe('/');
  expect(answer.headers.get('set-cookie')).toMatch(
    new RegExp(`^charloom_${server.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/; Max-Age`),
  );
});

test('refuses a launch token that was used, and prints a fresh address for its person', async () => {
  const server = await startFakeServer(script);
  await server.cookie();
  const replay = await server.send([
    `GET /${new URL(server.url).search} HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
  ]);
  expect(replay.status).toBe(403);
  expect(replay.headers.has('set-cookie')).toBe(false);
  const fresh = new URL(/http:\S+/.exec(server.said.join())?.[0] ?? '');
  const second = await server.send([
    `GET /${fresh.search} HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
  ]);
  expect(second.status).toBe(303);
});

test('lets a person who has the cookie reload the first address', async () => {
  const server = await startFakeServer(script);
  const answer = await server.send([
    `GET /${new URL(server.url).search} HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
    `Cookie: ${await server.cookie()}`,
  ]);
  expect(answer.status).toBe(303);
  expect(server.said).toEqual([]);
});

test('refuses a wrong token and tells nobody a new one', async () => {
  const server = await startFakeServer(script);
  const answer = await server.send([
    'GET /?token=guess HTTP/1.1',
    `Host: 127.0.0.1:${server.port}`,
  ]);
  expect(answer.status).toBe(403);
  expect(server.said).toEqual([]);
});

test('serves the page under its headers to a person with the cookie', async () => {
  const server = await startFakeServer(script);
  const answer = await page(server, []);
  expect(answer.status).toBe(200);
  expect(answer.body).toContain('<title>Charloom</title>');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.port}`);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual(
    [],
  );
});

test.each([
  ['of another name', ['Host: charloom.example']],
  ['without a port', ['Host: 127.0.0.1']],
  ['with another port', ['Host: 127.0.0.1:1']],
  ['that is empty', ['Host: ']],
  ['of a rebound name with our port', ['Host: evil.example:PORT']],
  ['that comes twice', ['Host: 127.0.0.1:PORT', 'Host: evil.example']],
  ['that comes twice the same', ['Host: 127.0.0.1:PORT', 'Host: 127.0.0.1:PORT']],
])('refuses a host %s', async (_what, headers) => {
  const server = await startFakeServer(script);
  const own = headers.map((line) => line.replace('PORT', String(server.port)));
  expect((await page(server, own, { withHost: false })).status).toBe(421);
});

test('refuses a request without a host, in the old protocol too', async () => {
  const server = await startFakeServer(script);
  const cookie = `Cookie: ${await server.cookie()}`;
  expect((await server.send(['GET / HTTP/1.1', cookie])).status).toBe(400);
  expect((await server.send(['GET / HTTP/1.0', cookie])).status).toBe(421);
});

test('refuses a page without the cookie, with a wrong one and with one of another port', async () => {
  const server = await startFakeServer(script);
  const cookie = await server.cookie();
  const ask = (headers: string[]) =>
    server.send(['GET / HTTP/1.1', `Host: 127.0.0.1:${server.port}`, ...headers]);
  expect((await ask([])).status).toBe(403);
  expect((await ask([`Cookie: ${cookie.slice(0, -1)}`])).status).toBe(403);
  expect((await ask([`Cookie: ${cookie.replace(/_\d+/, '_1')}`])).status).toBe(403);
  expect((await ask([`Cookie: other=1; ${cookie}`])).status).toBe(200);
});

test('refuses a page that another site asks for', async () => {
  const server = await startFakeServer(script);
  expect((await page(server, ['Sec-Fetch-Site: cross-site'])).status).toBe(403);
  expect((await page(server, ['Sec-Fetch-Site: same-site'])).status).toBe(403);
  expect((await page(server, ['Sec-Fetch-Site: none'])).status).toBe(200);
  expect((await page(server, ['Origin: http://evil.example'])).status).toBe(403);
});

test('refuses a change without our origin, our header or the cookie', async () => {
  const server = await startFakeServer(script);
  const origin = `Origin: http://127.0.0.1:${server.port}`;
  expect((await post(server, [])).status).toBe(403);
  expect((await post(server, ['Origin: null'])).status).toBe(403);
  expect((await post(server, ['Origin: http://evil.example'])).status).toBe(403);
  expect((await post(server, [`Origin: http://127.0.0.1:1`])).status).toBe(403);
  expect((await post(server, [`Origin: http://localhost:${server.port}`])).status).toBe(403);
  expect((await post(server, [origin, 'Sec-Fetch-Site: cross-site'])).status).toBe(403);
  expect((await post(server, [origin, 'Sec-Fetch-Site: none'])).status).toBe(403);
  expect((await post(server, [origin, 'Sec-Fetch-Site: same-origin'])).status).toBe(200);
  const bare = ['POST /files/save HTTP/1.1', `Host: 127.0.0.1:${server.port}`, origin];
  const cookie = `Cookie: ${await server.cookie()}`;
  expect((await server.send([...bare, 'Content-Length: 0', 'X-Charloom: 1'])).status).toBe(403);
  expect((await server.send([...bare, 'Content-Length: 0', cookie])).status).toBe(403);
});

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/assets/..\\..\\secret.txt',
  '//etc/passwd',
  '/index.html%00.js',
  '/assets/app-1a2b.js.map',
  '/assets/',
  '/files/../../secret.txt',
])('finds nothing at %s', async (path) => {
  const server = await startFakeServer(script);
  expect((await server.ask('GET', path)).status).toBe(404);
});

test('lets hashed files be kept and refuses methods that it does not know', async () => {
  const server = await startFakeServer(script);
  const asset = await server.ask('GET', '/assets/app-1a2b.js');
  expect(asset.status).toBe(200);
  expect(asset.headers.get('content-type')).toContain('text/javascript');
  expect(asset.headers.get('cache-control')).toContain('immutable');
  expect((await server.ask('HEAD', '/')).body).toBe('');
  expect((await server.ask('DELETE', '/')).status).toBe(405);
  expect((await server.ask('POST', '/')).status).toBe(405);
  expect((await server.ask('OPTIONS', '/engine')).status).toBe(405);
});

test('takes the next port where one is taken, and says so', async () => {
  const first = await startFakeServer(script);
  const second = await startFakeServer(script, { port: first.port });
  expect(second.port).toBeGreaterThan(first.port);
  expect(second.said.join()).toContain(`Port ${first.port} is taken`);
});
