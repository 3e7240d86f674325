// What every step of set-up is given: where it works, on what machine, and what it is allowed to do.
import { join } from 'node:path';
import { cacheFolderOf, repository, stateFolder } from './folders.mjs';

/**
 * @typedef {object} Context
 * @property {string} repository the root of this clone
 * @property {string} modules its node_modules
 * @property {string} state what set-up decided in this clone
 * @property {string} cache the user's cache folder: downloads and finished parts
 * @property {string} work for unfinished things, in the cache folder; emptied under the lock
 * @property {NodeJS.ProcessEnv} env
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {boolean} allowSystem whether system packages may be installed
 * @property {boolean} retry whether routes that failed lately are tried again
 * @property {boolean} isRoot
 */

/**
 * @typedef {object} Step one part of set-up
 * @property {string} title
 * @property {(context: Context) => Promise<boolean>} isDone answered by stamps, within milliseconds
 * @property {(context: Context, report: import('./report.mjs').StepReport) => Promise<import('./report.mjs').StepResult>} perform
 *   puts the part in place and returns the words for it, or for what is lacking
 */

/**
 * The context of this clone on this machine.
 * @param {{ allowSystem?: boolean, retry?: boolean, env?: NodeJS.ProcessEnv, root?: string }} [options]
 * @returns {Context}
 */
export function createContext({
  allowSystem = true,
  retry = false,
  env = process.env,
  root = repository,
} = {}) {
  const cache = cacheFolderOf(env);
  return {
    repository: root,
    modules: join(root, 'node_modules'),
    state: root === repository ? stateFolder : join(root, '.charloom'),
    cache,
    work: join(cache, 'unfinished'),
    env,
    platform: process.platform,
    arch: process.arch,
    allowSystem,
    retry,
    isRoot: process.getuid?.() === 0,
  };
}
