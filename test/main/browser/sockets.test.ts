// The WebSocket of browser mode: who may open it, what may come through, and the transport suite over it.
import { once } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import type { Transport } from '../../../app/contract/rpc.ts';
import { buildFakeEngine } from '../fake-host.ts';
import { describeTransport } from '../transport-suite.ts';
import { startFakeServer } from './fake-server.ts';

let script = '';
beforeAll(async () => {
  script = await buildFakeEngine();
});

const transportOver = (socket: WebSocket): Transport => ({
  post: (message) => socket.send(JSON.stringify(message)),
  on: (listener) =>
    void socket.on('message', (payload: Buffer) => {
      listener(JSON.parse(payload.toString('utf8')));
    }),
  onClose: (listener) => void socket.on('close', listener),
});

describeTransport('WebSocket', async () => {
  const server = await startFakeServer(script);
  const socket = await server.openSocket();
  return { transport: transportOver(socket), cut: () => socket.terminate() };
});

test('opens for our own page alone', async () => {
  const server = await startFakeServer(script);
  await expect(server.openSocket({ Origin: 'http://evil.example' })).rejects.toThrow('403');
  await expect(server.openSocket({ Origin: '' })).rejects.toThrow('403');
  await expect(server.openSocket({ Host: 'evil.example' })).rejects.toThrow('421');
  await expect(server.openSocket({ 'Sec-Fetch-Site': 'cross-site' })).rejects.toThrow('403');
  await expect(server.openSocket({ Cookie: '' })).rejects.toThrow('401');
  await expect(server.openSocket({ Cookie: `charloom_${server.port}=x` })).rejects.toThrow('401');
  await expect(server.openSocket({}, '/other')).rejects.toThrow('404');
  await server.openSocket({ 'Sec-Fetch-Site': 'same-origin' });
});

test('closes on a message that is too large, binary, unreadable or no call', async () => {
  const server = await startFakeServer(script);
  const closedWith = async (send: (socket: WebSocket) => void) => {
    const socket = await server.openSocket();
    send(socket);
    const [code] = (await once(socket, 'close')) as [number];
    return code;
  };
  const reply = JSON.stringify({ kind: 'reply', id: 1, result: null });
  expect(await closedWith((socket) => socket.send('x'.repeat(5 * 1024 ** 2)))).toBe(1009);
  expect(await closedWith((socket) => socket.send(Buffer.from([1, 2])))).toBe(1003);
  expect(await closedWith((socket) => socket.send('{'))).toBe(1008);
  expect(await closedWith((socket) => socket.send(reply))).toBe(1008);
});

test('never lets a tab reach the methods of the host', async () => {
  const server = await startFakeServer(script);
  const socket = await server.openSocket();
  const request = { path: '/etc/passwd', mode: 'read', name: 'x' };
  socket.send(JSON.stringify({ kind: 'call', id: 1, method: 'host.grant', request }));
  const [payload] = (await once(socket, 'message')) as [Buffer];
  expect(JSON.parse(payload.toString())).toMatchObject({ error: { code: 'unknown-method' } });
});

test('opens eight tabs, not nine, and takes another when one has gone', async () => {
  const server = await startFakeServer(script);
  const sockets = await Promise.all(Array.from({ length: 8 }, () => server.openSocket()));
  await expect(server.openSocket()).rejects.toThrow('503');
  const gone = once(sockets[0]!, 'close');
  sockets[0]!.close();
  await gone;
  await server.openSocket();
});

test('says goodbye to its tabs when it closes', async () => {
  const server = await startFakeServer(script);
  const socket = await server.openSocket();
  const closed = once(socket, 'close');
  await server.close();
  expect((await closed)[0]).toBe(1001);
});
