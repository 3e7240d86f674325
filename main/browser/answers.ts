// The web server's answers to plain requests: the page's files, uploads, places to write, downloads.
// Whoever gets here has been let in by guard.ts and session.ts. No path is made of anything that was asked.

import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { EngineError, toWireError, type WireError } from '../../app/contract/errors.ts';
import type { StaticFile } from '../static-files.ts';
import type { TempFiles } from './temp-files.ts';

/** In characters; what file systems take at most is about as much. */
const longestName = 200;

/** Answers one request of a person who has been let in. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { url, pages, files }: { url: URL; pages: ReadonlyMap<string, StaticFile>; files: TempFiles },
): Promise<void> {
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (request.method === 'POST' && (url.pathname === '/files' || url.pathname === '/files/save')) {
    return takeFile(request, response, url, files);
  }
  if (!isReading) return refuse(response, 405, 'This cannot be done here.');
  if (request.method === 'GET' && url.pathname.startsWith('/files/')) {
    return sendWritten(response, url.pathname.slice('/files/'.length), files);
  }
  const page = pages.get(url.pathname);
  if (!page) return refuse(response, 404, 'There is no such page.');
  await sendPage(request, response, page);
}

/** A short answer in words. */
export function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    // What a refused request still sends is not read.
    Connection: 'close',
  });
  response.end(`${reason}\n`);
}

async function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  page: StaticFile,
): Promise<void> {
  response.writeHead(200, {
    'Content-Type': page.type,
    'Content-Length': page.sizeBytes,
    'Cache-Control': page.isImmutable ? 'private, max-age=31536000, immutable' : 'no-store',
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(page.path), response);
}

async function takeFile(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  files: TempFiles,
): Promise<void> {
  if (request.headers['x-charloom'] !== '1') {
    return refuse(response, 403, 'Only Charloom’s own page may hand over files.');
  }
  const name = url.searchParams.get('name') ?? '';
  const sizeBytes = Number(request.headers['content-length'] ?? 0);
  try {
    const grant =
      url.pathname === '/files'
        ? await files.receive(cleanWay(name), request, sizeBytes)
        : await files.offerPlace(cleanName(name));
    sendJson(response, 200, grant);
  } catch (error: unknown) {
    if (request.destroyed && !request.complete) return;
    const isTooLarge = error instanceof EngineError && error.code === 'disk-full';
    sendJson(response, isTooLarge ? 413 : 500, toWireError(error));
  }
}

async function sendWritten(
  response: ServerResponse,
  grant: string,
  files: TempFiles,
): Promise<void> {
  const file = await files.findWritten(grant);
  if (!file) return refuse(response, 404, 'There is no such file.');
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': file.sizeBytes,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeFileName(file.name)}`,
    'Cache-Control': 'no-store',
  });
  await pipeline(createReadStream(file.path), response);
  await files.discard(grant);
}

function sendJson(response: ServerResponse, status: number, value: object | WireError): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...(status === 200 ? {} : { Connection: 'close' }),
  });
  response.end(body);
}

/** The last part of what a browser calls the file, without control characters; only ever shown. */
function cleanName(name: string): string {
  return cleanWay(name.split(/[\\/]/).at(-1) ?? '');
}

/** A file's way from the folder that was chosen, in the same manner. */
function cleanWay(name: string): string {
  const parts = name.replace(/\p{Cc}/gu, '').split(/[\\/]/);
  const way = parts
    .map((part) => part.trim())
    .filter((part) => !/^(?:\.{0,2}|[A-Za-z]:)$/.test(part));
  // Of a very long one the end tells more.
  return [...way.join('/')].slice(-longestName).join('') || 'untitled';
}

/** RFC 5987: encodeURIComponent leaves three characters that may not stand there. */
function encodeFileName(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
