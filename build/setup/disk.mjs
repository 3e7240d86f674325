// Is there room? Asked before a step writes anything large.
import { mkdir, statfs } from 'node:fs/promises';
import { SetupError } from './setup-error.mjs';

/** @param {number} sizeBytes */
export function inGigabytes(sizeBytes) {
  return `${(sizeBytes / 1e9).toFixed(1)} GB`;
}

/**
 * Refuses, with the figures, where a folder's disk has less room than a step needs.
 * @param {string} folder
 * @param {number} neededBytes
 * @param {string} purpose such as "npm's packages"
 */
export async function requireSpace(folder, neededBytes, purpose) {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  throw new SetupError(
    `There is not enough room for ${purpose}: ${folder} has ${inGigabytes(freeBytes)} free and ` +
      `${inGigabytes(neededBytes)} are needed. Free some space and run the same command again.`,
  );
}
