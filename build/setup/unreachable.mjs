// Remembers which official routes could not be reached, so that each run does not wait for them again.
// A memory lasts a day, and only while the mirrors in the environment stay the same.
import { join } from 'node:path';
import { readStamp, writeStamp } from './stamp.mjs';

const LASTS_MS = 24 * 60 * 60 * 1000;

/**
 * @typedef {object} Memory
 * @property {string} reason what went wrong, in a few words
 * @property {string} mirrors the mirror settings that it went wrong with
 * @property {number} at when, in milliseconds
 */

/** @param {string} cache */
const memoryPath = (cache) => join(cache, 'unreachable.json');

/**
 * The values of the settings that point a route elsewhere, as one text to compare.
 * @param {string[]} names
 * @param {NodeJS.ProcessEnv} env
 */
export function mirrorsIn(names, env) {
  return names.map((name) => `${name}=${env[name] ?? ''}`).join('\n');
}

/**
 * Why a route failed within the last day, or undefined when it should be tried.
 * @param {string} cache
 * @param {string} route
 * @param {{ mirrors: string, now: number }} at
 * @returns {Promise<string | undefined>}
 */
export async function recentFailure(cache, route, { mirrors, now }) {
  const memory = /** @type {Memory | undefined} */ ((await readStamp(memoryPath(cache)))?.[route]);
  if (!memory || memory.mirrors !== mirrors) return undefined;
  const ageMs = now - memory.at;
  return ageMs >= 0 && ageMs < LASTS_MS ? memory.reason : undefined;
}

/**
 * Notes that a route failed.
 * @param {string} cache
 * @param {string} route
 * @param {Memory} memory
 */
export async function rememberFailure(cache, route, memory) {
  const all = (await readStamp(memoryPath(cache))) ?? {};
  await writeStamp(memoryPath(cache), { ...all, [route]: memory });
}
