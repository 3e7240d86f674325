// Native TensorFlow for tfjs-node: kept parts first, then the official route, then the fallback. Whatever
// route it came by, it counts as in place once a process has loaded it and calculated with it.
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireSpace } from '../disk.mjs';
import { SetupError } from '../setup-error.mjs';
import { readStamp, stampMatches, writeStamp } from '../stamp.mjs';
import { buildFromWheel, canBuildFromWheel } from '../tensorflow/from-wheel.mjs';
import { addonPath, packageFolder, placeParts, verifyParts } from '../tensorflow/native-folder.mjs';
import { installOfficially, mirrorSettings } from '../tensorflow/official.mjs';
import { mirrorsIn, recentFailure, rememberFailure } from '../unreachable.mjs';

/** @import { Context, Step } from '../context.mjs' */
/** @import { StepReport } from '../report.mjs' */
/** @typedef {'official' | 'wheel' | 'found'} Route */
/** @typedef {Awaited<ReturnType<typeof verifyParts>>} Verified */

/** libtensorflow 2.9.1 unpacked has about 0.5 GB. */
const OFFICIAL_BYTES = 1e9;

/** @type {Step} */
export const tensorflow = {
  title: 'TensorFlow',

  async isDone(context) {
    const folder = packageFolder(context);
    const [stamp, wanted] = await Promise.all([readStamp(stampPath(folder)), wantedFor(context)]);
    return stampMatches(stamp, wanted) && (await exists(addonPath(folder)));
  },

  async perform(context, report) {
    const folder = packageFolder(context);
    if (await exists(addonPath(folder))) {
      report.say('looking at the native parts that are already there');
      const verified = await accept(context, 'found');
      if ('version' in verified) return `libtensorflow ${verified.version}, already there`;
    }
    const officialReason = await byOfficialRoute(context, report);
    if (officialReason === '') return finishedWords(context, "from tfjs-node's own installer");
    await byWheel(context, report, officialReason);
    return finishedWords(context, 'from its Python wheel, addon compiled here');
  },
};

/**
 * Returns an empty text when the official parts are in place, or why they cannot be had.
 * @param {Context} context
 * @param {StepReport} report
 */
async function byOfficialRoute(context, report) {
  if (isInPlace(await fromCache(context, report, 'official'))) return '';
  const mirrors = mirrorsIn(mirrorSettings, context.env);
  const route = 'tfjs-node installer';
  const known = context.retry
    ? undefined
    : await recentFailure(context.cache, route, { mirrors, now: Date.now() });
  if (known !== undefined) return known;

  await requireSpace(context.repository, OFFICIAL_BYTES, 'native TensorFlow');
  let reason = await installOfficially(context, report);
  if (reason === '' && !isInPlace(await accept(context, 'official'))) {
    reason = 'what it installed does not load here';
  }
  if (reason === '') {
    await keep(context, packageFolder(context), 'official');
    return '';
  }
  await rememberFailure(context.cache, route, { reason, mirrors, at: Date.now() });
  if (canBuildFromWheel(context)) {
    report.note(`tfjs-node's own installer failed (${reason}); taking the Python wheel instead`);
  }
  return reason;
}

/**
 * @param {Context} context
 * @param {StepReport} report
 * @param {string} officialReason
 */
async function byWheel(context, report, officialReason) {
  if (!canBuildFromWheel(context)) {
    throw new SetupError(
      `Native TensorFlow could not be fetched by tfjs-node's own installer (${officialReason}), and there is no ` +
        `other way to it on ${context.platform} ${context.arch}. Check the network, or set TFJS_NODE_CDN_STORAGE to ` +
        'a mirror, and run the same command again with --retry.',
    );
  }
  if (isInPlace(await fromCache(context, report, 'wheel'))) return;
  const { folder, wheel } = await buildFromWheel(context, report, officialReason);
  // Kept first, then tried out from there: an interruption in between costs no second build.
  await keep(context, folder, 'wheel');
  await rm(wheel);
  const verified = await fromCache(context, report, 'wheel');
  if (isInPlace(verified)) return;
  await rm(await keptFolder(context, 'wheel'), { recursive: true });
  throw new SetupError(
    `Native TensorFlow is installed but does not work here (${verified.reason}). ` +
      `tfjs-node's own installer could not be used either (${officialReason}).`,
  );
}

/**
 * Verifies what lies in node_modules and, where it works, stamps it.
 * @param {Context} context
 * @param {Route} route
 * @returns {Promise<Verified>}
 */
async function accept(context, route) {
  const verified = await verifyParts(context);
  if (!isInPlace(verified)) return verified;
  await writeStamp(
    stampPath(packageFolder(context)),
    await stampOf(context, route, verified.version),
  );
  return verified;
}

/**
 * Takes the parts that an earlier clone finished, where there are any.
 * @param {Context} context
 * @param {StepReport} report
 * @param {Route} route
 * @returns {Promise<Verified>}
 */
async function fromCache(context, report, route) {
  const kept = await keptFolder(context, route);
  if (!(await exists(addonPath(kept)))) return { reason: 'the cache holds none' };
  report.say('taking the parts that are kept in the cache, and trying them out');
  await placeParts(kept, packageFolder(context));
  return accept(context, route);
}

/**
 * @param {Verified} verified
 * @returns {verified is { version: string }}
 */
function isInPlace(verified) {
  return 'version' in verified;
}

/**
 * Keeps finished parts for the next clone. Appears under its name in one piece.
 * @param {Context} context
 * @param {string} folder
 * @param {Route} route
 */
async function keep(context, folder, route) {
  const kept = await keptFolder(context, route);
  const arriving = join(context.work, 'keeping');
  await rm(arriving, { recursive: true, force: true });
  await placeParts(folder, arriving);
  await mkdir(join(kept, '..'), { recursive: true });
  await rm(kept, { recursive: true, force: true });
  await rename(arriving, kept);
}

/** @param {Context} context @param {Route} route */
async function keptFolder(context, route) {
  const { tfjsNode } = await wantedFor(context);
  const name = `tfjs-node-${tfjsNode}-${route}-${context.platform}-${context.arch}`;
  return join(context.cache, 'tensorflow', name);
}

/**
 * What the stamp in node_modules must say.
 * @param {Context} context
 */
async function wantedFor(context) {
  const manifest = join(packageFolder(context), 'package.json');
  const text = await readFile(manifest, 'utf8').catch(() => '{}');
  const { version = 'none' } = /** @type {{ version?: string }} */ (JSON.parse(text));
  return { tfjsNode: version, platform: context.platform, arch: context.arch };
}

/** @param {Context} context @param {Route} route @param {string} libtensorflow */
async function stampOf(context, route, libtensorflow) {
  return { ...(await wantedFor(context)), route, libtensorflow };
}

/** @param {Context} context @param {string} origin */
async function finishedWords(context, origin) {
  const stamp = await readStamp(stampPath(packageFolder(context)));
  return `libtensorflow ${String(stamp?.libtensorflow)} ${origin}`;
}

/** @param {string} folder */
function stampPath(folder) {
  return join(folder, 'charloom-native.json');
}

/** @param {string} path */
function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
