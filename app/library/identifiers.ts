// Names of folders in the library: readable, safe on every file system, never taken from inside a file.

import { randomUUID } from 'node:crypto';

/** Letters kept of a name; the whole identifier stays below the contract's 80. */
const slugLength = 40;

const identifier = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/;

/** A readable slug of a name and a short random part; names without Latin letters give the kind alone. */
export function createIdentifier(name: string, kind: 'corpus' | 'model'): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, slugLength)
    .replace(/^-+|-+$/g, '');
  return `${slug || kind}-${randomUUID().slice(0, 8)}`;
}

/** Whether a name may be a folder of the library; nothing else is ever joined to a path. */
export function isIdentifier(name: string): boolean {
  return identifier.test(name);
}
