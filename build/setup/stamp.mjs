// Small JSON files that say "this is finished, and made of these versions". Written last, by rename, so
// that a stamp is never there before what it vouches for, and never half written.
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Reads a stamp; undefined when it is missing or unreadable, which both mean "not finished".
 * @param {string} path
 * @returns {Promise<Record<string, unknown> | undefined>}
 */
export async function readStamp(path) {
  try {
    const parsed = /** @type {unknown} */ (JSON.parse(await readFile(path, 'utf8')));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? /** @type {Record<string, unknown>} */ (parsed)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes a stamp in one piece: a temporary file, flushed to the disk, then renamed.
 * @param {string} path
 * @param {Record<string, unknown>} content
 */
export async function writeStamp(path, content) {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.new`;
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/**
 * Whether a stamp holds each of the expected values.
 * @param {Record<string, unknown> | undefined} stamp
 * @param {Record<string, unknown>} expected
 */
export function stampMatches(stamp, expected) {
  return (
    stamp !== undefined && Object.entries(expected).every(([key, value]) => stamp[key] === value)
  );
}
