// A web server for the window over the fake engine: the built page under the strict policy, the socket,
// and the files. As the real browser mode serves it, less the token. For tests, and for looking at screens.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Transport } from '../../app/contract/rpc.ts';
import type { FakeEngine } from './fake-engine.ts';

/** What the real servers send; nothing of the window may need more. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self' ws://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A server that runs. */
export interface DevServer {
  url: string;
  /** Breaks every connection, as a crash of the real server would. */
  dropSockets(): void;
  /** Refuses new connections until it is told otherwise. */
  isRefusing: boolean;
  close(): Promise<void>;
}

/** Serves a built window over a fake engine on a free port. */
export async function startDevServer(
  engine: FakeEngine,
  options: { folder: string; port?: number },
): Promise<DevServer> {
  const server = createServer((request, response) => {
    answer(engine, options.folder, { request, response }).catch(() => {
      response.writeHead(404).end();
    });
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const running: DevServer = {
    url: '',
    isRefusing: false,
    dropSockets: () => sockets.clients.forEach((socket) => socket.terminate()),
    close: () => close(server, sockets),
  };
  server.on('upgrade', (request, socket, head) => {
    if (running.isRefusing || request.url !== '/engine') socket.destroy();
    else {
      sockets.handleUpgrade(request, socket, head, (opened) =>
        engine.attach(transportOver(opened)),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  running.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return running;
}

function transportOver(socket: WebSocket): Transport {
  return {
    post: (message) => socket.send(JSON.stringify(message)),
    on: (listener) =>
      void socket.on('message', (message: Buffer) => listener(JSON.parse(message.toString()))),
    onClose: (listener) => void socket.once('close', listener),
  };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

async function answer(engine: FakeEngine, folder: string, { request, response }: Exchange) {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname.startsWith('/files')) return handleFile(engine, url, { request, response });
  const path = normalize(url.pathname === '/' ? '/index.html' : url.pathname);
  const body = await readFile(join(folder, path));
  response.writeHead(200, {
    'Content-Type': types[extname(path)] ?? 'application/octet-stream',
    'Content-Security-Policy': policy,
  });
  response.end(body);
}

async function handleFile(engine: FakeEngine, url: URL, { request, response }: Exchange) {
  if (request.method === 'GET') {
    const file = engine.files.get(url.pathname.slice('/files/'.length));
    const name = encodeURIComponent(file?.name ?? '');
    response.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${name}`);
    response.end(file?.text ?? '');
    return;
  }
  if (request.headers['x-charloom'] !== '1') return void response.writeHead(403).end();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const name = url.searchParams.get('name') ?? '';
  const grant = `file-${engine.files.size + 1}`;
  engine.files.set(grant, { name, text });
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ grant, name, sizeBytes: Buffer.byteLength(text) }));
}

async function close(server: Server, sockets: WebSocketServer): Promise<void> {
  sockets.clients.forEach((socket) => socket.terminate());
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
