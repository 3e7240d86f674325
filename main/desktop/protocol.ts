// The app:// protocol: answers with the files of the built renderer, looked up in a map made at start.

import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { pageHeaders } from '../page-headers.ts';
import { listStaticFiles, type StaticFile } from '../static-files.ts';
import { isOwnPage, pageScheme } from './origin.ts';

/** To be called before the app is ready: makes app:// a scheme with an origin, like https. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built renderer in `folder` under app://. */
export function servePage(folder: string): void {
  const files = listStaticFiles(folder);
  protocol.handle(pageScheme, (request) => answer(request, files));
}

async function answer(
  request: { method: string; url: string },
  files: ReadonlyMap<string, StaticFile>,
): Promise<Response> {
  const file = isOwnPage(request.url) ? files.get(new URL(request.url).pathname) : undefined;
  if (request.method !== 'GET' || !file) return new Response('Not found', { status: 404 });
  return new Response(await readFile(file.path), {
    status: 200,
    headers: { ...pageHeaders([]), 'Content-Type': file.type },
  });
}
