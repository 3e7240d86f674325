// The built renderer as a map from address to file, made once at start: no path is ever put together
// from what a request says. Both the web server and the app:// protocol look files up here.

import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { assert } from '../app/contract/errors.ts';

export interface StaticFile {
  path: string;
  type: string;
  sizeBytes: number;
  /** Its name carries a hash of its content, so it may be kept for ever. */
  isImmutable: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Lists a built renderer; '/' is its index.html. Files of unknown kinds are not served. */
export function listStaticFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  collect(folder, '/', files);
  const index = files.get('/index.html');
  assert(index, `the renderer in ${folder} has an index.html; build it with "npm run build"`);
  files.set('/', index);
  return files;
}

function collect(folder: string, address: string, files: Map<string, StaticFile>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      collect(path, `${address}${entry.name}/`, files);
      continue;
    }
    const type = types[extname(entry.name)];
    if (type === undefined) continue;
    files.set(`${address}${encodeURIComponent(entry.name)}`, {
      path,
      type,
      sizeBytes: statSync(path).size,
      isImmutable: address.startsWith('/assets/'),
    });
  }
}
