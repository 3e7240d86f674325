// Browser mode: the renderer and the engine's contract over HTTP and WebSocket, on this computer alone.
// Every request passes the guard (Host, Origin), then the session (cookie); only then is it looked at.
// It relays between sockets and the engine host and knows no method.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { EngineHost } from './engine-host.ts';
import { answerRequest, refuse } from './browser/answers.ts';
import { findRefusal, ownHosts } from './browser/guard.ts';
import { openPage } from './browser/open-page.ts';
import { Session } from './browser/session.ts';
import { relaySocket } from './browser/sockets.ts';
import { TempFiles } from './browser/temp-files.ts';
import { settlesWithin } from './engine/time-limit.ts';
import { pageHeaders } from './page-headers.ts';
import { listStaticFiles, type StaticFile } from './static-files.ts';

/** The largest call is a pasted text; files come as uploads. */
const largestMessageBytes = 4 * 1024 ** 2;
/** More tabs than anybody watches. */
const mostSockets = 8;
const portsToTry = 20;
const sweepMs = 60_000;
/** A gigabyte from a slow disk; the headers, from our own page, come at once. */
const longestRequestMs = 15 * 60_000;
const longestHeadersMs = 10_000;
/** A tab that does not say goodbye within this is gone or asleep. */
const longestGoodbyeMs = 1_000;

export interface BrowserOptions {
  home: string;
  /** Left out: any free port. Taken: the next free one, with a word about it. */
  port?: number;
  /** Whether to open the page in the person's browser. */
  open: boolean;
  host: EngineHost;
  rendererFolder: string;
  /** Where words for the person go; standard error if left out. */
  say?: (line: string) => void;
  quotaBytes?: number;
}

export interface BrowserServer {
  /** The address to open, with the token that works once. */
  url: string;
  close(): Promise<void>;
}

interface Context {
  port: number;
  host: EngineHost;
  session: Session;
  pages: ReadonlyMap<string, StaticFile>;
  files: TempFiles;
  sockets: WebSocketServer;
  say: (line: string) => void;
}

/** Starts the web server of browser mode. The engine host is the caller's, also when this closes. */
export async function serveBrowser(options: BrowserOptions): Promise<BrowserServer> {
  const { home, host, rendererFolder, quotaBytes } = options;
  const say = options.say ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const pages = listStaticFiles(rendererFolder);
  const server = createServer({
    requestTimeout: longestRequestMs,
    headersTimeout: longestHeadersMs,
  });
  const port = await listen(server, options.port ?? 0, say);
  const files = await TempFiles.open(home, { host, ...(quotaBytes ? { quotaBytes } : {}) });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessageBytes,
    perMessageDeflate: false,
    clientTracking: true,
  });
  const context: Context = { port, host, session: new Session(port), pages, files, sockets, say };

  server.on('request', (request, response) => void answer(request, response, context));
  server.on('upgrade', (request, socket, head) => upgrade(request, socket, head, context));
  const sweeping = setInterval(() => void files.sweep(), sweepMs);
  sweeping.unref();

  const url = launchAddress(context);
  if (options.open) openPage(url, () => say(`Open this address in a browser: ${url}`));
  const close = async (): Promise<void> => {
    clearInterval(sweeping);
    for (const socket of sockets.clients) socket.close(1001, 'Charloom is closing');
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    if (!(await settlesWithin(longestGoodbyeMs, closed))) {
      for (const socket of sockets.clients) socket.terminate();
      await closed;
    }
    await files.close();
  };
  let closing: Promise<void> | null = null;
  return { url, close: () => (closing ??= close()) };
}

function launchAddress({ port, session }: Pick<Context, 'port' | 'session'>): string {
  return `http://127.0.0.1:${port}/?token=${session.launchToken}`;
}

async function listen(server: Server, asked: number, say: (line: string) => void): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const port = asked === 0 ? 0 : asked + attempt;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
          server.off('error', reject);
          resolve();
        });
      });
      if (attempt > 0) say(`Port ${asked} is taken by another program; using ${port} instead.`);
      return (server.address() as AddressInfo).port;
    } catch (error: unknown) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isTaken || attempt + 1 >= portsToTry || port >= 65_535) throw error;
    }
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<void> {
  const { port, session, pages, files } = context;
  const sockets = ownHosts(port).map((host) => `ws://${host}`);
  for (const [name, value] of Object.entries(pageHeaders(sockets))) response.setHeader(name, value);
  try {
    const refusal = findRefusal(request, port, { isUpgrade: false });
    if (refusal) return refuse(response, refusal.status, refusal.reason);
    const url = URL.canParse(request.url ?? '', 'http://charloom')
      ? new URL(request.url ?? '', 'http://charloom')
      : null;
    if (!url) return refuse(response, 400, 'This address cannot be read.');
    const token = url.pathname === '/' ? url.searchParams.get('token') : null;
    if (token !== null) return letIn(request, response, token, context);
    if (!session.isKnown(request.headers.cookie)) {
      return refuse(response, 403, 'Open the address that Charloom printed; it holds the key.');
    }
    await answerRequest(request, response, { url, pages, files });
  } catch {
    // The tab went away in mid-answer, or a file of the page did: neither has anybody to tell.
    response.destroy();
  }
}

/** The address with a token: exchanges it for a cookie and leads on to the address without. */
function letIn(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  context: Context,
): void {
  const { session, say } = context;
  const cookie = session.redeem(token);
  if (cookie !== null || session.isKnown(request.headers.cookie)) {
    response.writeHead(303, {
      Location: '/',
      'Cache-Control': 'no-store',
      ...(cookie === null ? {} : { 'Set-Cookie': cookie }),
    });
    response.end();
    return;
  }
  if (session.wasSpent(token)) {
    say(`That address was used already. For another browser, open: ${launchAddress(context)}`);
  }
  refuse(response, 403, 'This address works once. Charloom has printed a new one in its terminal.');
}

function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { port, host, session, files, sockets }: Context,
): void {
  const turnAway = (status: string) => {
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  };
  socket.on('error', () => socket.destroy());
  const refusal = findRefusal(request, port, { isUpgrade: true });
  if (refusal)
    return turnAway(refusal.status === 421 ? '421 Misdirected Request' : '403 Forbidden');
  if (!session.isKnown(request.headers.cookie)) return turnAway('401 Unauthorized');
  if (request.url !== '/engine') return turnAway('404 Not Found');
  if (sockets.clients.size >= mostSockets) return turnAway('503 Service Unavailable');
  sockets.handleUpgrade(request, socket, head, (opened) => relaySocket(opened, host, files));
}
