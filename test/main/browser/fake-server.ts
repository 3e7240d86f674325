// A web server of browser mode over a fake engine, and the plain ways to speak to it: bytes on a socket.
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { serveBrowser, type BrowserOptions } from '../../../main/browser.ts';
import { startFakeHost } from '../fake-host.ts';

export interface FakeServer {
  port: number;
  url: string;
  home: string;
  said: string[];
  close(): Promise<void>;
  /** Sends one request as it stands and returns the whole answer. */
  send(head: string[], body?: string | Buffer): Promise<Answer>;
  /** A GET or POST as our own page would send it, with the cookie of a person who was let in. */
  ask(method: string, path: string, body?: string | Buffer): Promise<Answer>;
  cookie(): Promise<string>;
  openSocket(headers?: Record<string, string>, path?: string): Promise<WebSocket>;
}

export interface Answer {
  status: number;
  headers: Map<string, string>;
  body: string;
}

export async function startFakeServer(
  script: string,
  options: Partial<BrowserOptions> = {},
): Promise<FakeServer> {
  const { host, home } = await startFakeHost(script);
  const rendererFolder = join(home, 'renderer');
  mkdirSync(join(rendererFolder, 'assets'), { recursive: true });
  writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html><title>Charloom</title>');
  writeFileSync(join(rendererFolder, 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(join(rendererFolder, 'assets', 'app-1a2b.js.map'), '{}');
  writeFileSync(join(home, 'secret.txt'), 'outside the renderer');

  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const server = await serveBrowser({ home, host, rendererFolder, open: false, say, ...options });
  onTestFinished(() => server.close());
  const port = Number(new URL(server.url).port);
  const own = `127.0.0.1:${port}`;

  let known: Promise<string> | null = null;
  const send: FakeServer['send'] = (head, body = '') => exchange(port, head, body);
  const cookie = () =>
    (known ??= send([
      `GET /${new URL(server.url).search} HTTP/1.1`,
      `Host: ${own}`,
      'Sec-Fetch-Site: none',
    ]).then((answer) => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''));
  const ask: FakeServer['ask'] = async (method, path, body = '') =>
    send(
      [
        `${method} ${path} HTTP/1.1`,
        `Host: ${own}`,
        `Origin: http://${own}`,
        'Sec-Fetch-Site: same-origin',
        'X-Charloom: 1',
        `Cookie: ${await cookie()}`,
        `Content-Length: ${Buffer.byteLength(body)}`,
      ],
      body,
    );
  const openSocket: FakeServer['openSocket'] = async (headers = {}, path = '/engine') => {
    const socket = new WebSocket(`ws://${own}${path}`, {
      headers: { Origin: `http://${own}`, Cookie: await cookie(), ...headers },
    });
    onTestFinished(() => socket.terminate());
    await new Promise<void>((resolve, reject) => {
      socket.on('open', resolve);
      socket.on('unexpected-response', (_request, response) =>
        reject(new Error(`status ${response.statusCode}`)),
      );
      socket.on('error', reject);
    });
    return socket;
  };
  return {
    port,
    url: server.url,
    home,
    said,
    close: () => server.close(),
    send,
    ask,
    cookie,
    openSocket,
  };
}

/** Writes a request, asks for the end of the connection, and reads until it comes. */
function exchange(port: number, head: string[], body: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    const end = () => resolve(parse(Buffer.concat(chunks).toString('utf8')));
    socket.on('close', end);
    // A server that refuses an upload closes the line before it has read all of it.
    socket.on('error', () => (chunks.length > 0 ? end() : reject(new Error('no answer'))));
    socket.write(`${[...head, 'Connection: close', '', ''].join('\r\n')}`);
    socket.write(body);
  });
}

function parse(text: string): Answer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { status: Number(first.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}
