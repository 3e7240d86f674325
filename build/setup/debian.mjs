// Debian's and Ubuntu's own packages, for the tests alone: named before they are installed, and only
// where set-up may (as root, and without --no-system).
import { access } from 'node:fs/promises';
import { run } from './run.mjs';

/** @import { Context } from './context.mjs' */
/** @import { StepReport } from './report.mjs' */

/**
 * Installs packages; returns why not, or an empty text.
 * @param {Context} context
 * @param {StepReport} report
 * @param {string[]} names
 * @param {string} purpose such as "a browser for the tests"
 */
export async function installDebianPackages(context, report, names, purpose) {
  const list = names.join(' ');
  const isDebian = await access('/etc/debian_version').then(
    () => true,
    () => false,
  );
  if (!isDebian) return `${purpose} must be installed by hand (in Debian's words: ${list})`;
  if (!context.allowSystem)
    return `${purpose} needs the Debian packages ${list}, and --no-system refuses them`;
  if (!context.isRoot) return `${purpose} needs "apt-get install ${list}" to be run as root`;

  report.note(`installing Debian packages for ${purpose}: ${list}`);
  report.say(`apt-get install ${list}`);
  const present = await knownNames(context, names);
  if (await install(context, present)) return '';
  // A bare image has no lists of packages yet, or old ones.
  report.say('apt-get update');
  await aptGet(context, ['update']);
  report.say(`apt-get install ${list}`);
  return (await install(context, await knownNames(context, names)))
    ? ''
    : `apt-get could not install ${list} for ${purpose}`;
}

/**
 * The names that this release has them by: some libraries got a "t64" to their name in 2024.
 * @param {Context} context
 * @param {string[]} names
 */
async function knownNames(context, names) {
  return Promise.all(
    names.map(async (name) => {
      const { isSuccess } = await run('apt-cache', ['show', `${name}t64`], {
        env: context.env,
        timeoutMs: 30_000,
      });
      return isSuccess ? `${name}t64` : name;
    }),
  );
}

/** @param {Context} context @param {string[]} names */
async function install(context, names) {
  return aptGet(context, ['install', '-y', '--no-install-recommends', ...names]);
}

/** @param {Context} context @param {string[]} args */
async function aptGet(context, args) {
  const { isSuccess } = await run('apt-get', args, {
    env: { ...context.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeoutMs: 15 * 60_000,
  });
  return isSuccess;
}
