// Packages the product for this platform with the installed Electron: first the unpacked program, then each
// installer out of it. One that cannot be made is named with its reason and keeps no other from being made.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sizeOf } from '../setup/size.mjs';
import { requireSpace } from '../setup/disk.mjs';
import { makeTarget, targets, unpackedIn } from './electron-builder.mjs';
import { stage, stagedFolder } from './stage.mjs';

/** @import { Context } from '../setup/context.mjs' */
/** @import { Report } from '../setup/report.mjs' */

export const releaseFolder = 'release';
/** The staged libraries, the unpacked program, and three compressed ones. */
const NEEDED_BYTES = 4e9;

/**
 * Leaves the installers in release/ and returns the exit code.
 * @param {Context} context
 * @param {Report} report
 * @param {string} version of Electron
 */
export async function packageProduct(context, report, version) {
  const electron = { folder: join(context.modules, 'electron', 'dist'), version };
  const packing = { staged: stagedFolder, output: releaseFolder, electron };
  const release = join(context.repository, releaseFolder);
  await requireSpace(release, NEEDED_BYTES, 'the packages');
  await rm(release, { recursive: true, force: true });

  let failures = 0;
  await report.step('App', async (step) => {
    step.say('putting together what runs');
    const lacking = await stage(context, {
      built: join(context.repository, 'out'),
      staged: stagedFolder,
    });
    if (lacking) step.note(lacking);
    step.say('packing it');
    const outcome = await makeTarget(context, { ...packing, target: 'dir' });
    if (outcome.isSuccess) return inMegabytes(await sizeOf(unpackedIn(release, context)));
    failures += 1;
    return { failed: outcome.reason };
  });
  if (failures > 0) return 1;

  const packed = unpackedIn(releaseFolder, context);
  for (const target of targets[context.platform] ?? []) {
    await report.step(target, async (step) => {
      const before = new Set(await readdir(release));
      step.say('packing');
      const outcome = await makeTarget(context, { ...packing, target, packed });
      const made = (await readdir(release)).find((name) => !before.has(name) && isInstaller(name));
      if (outcome.isSuccess && made) {
        return `${releaseFolder}/${made}, ${inMegabytes(await sizeOf(join(release, made)))}`;
      }
      failures += 1;
      return { failed: outcome.reason || 'electron-builder made nothing' };
    });
  }
  if (failures > 0) return 1;
  report.end();
  return 0;
}

/** @param {number} sizeBytes */
export function inMegabytes(sizeBytes) {
  return `${Math.round(sizeBytes / 1e6)} MB`;
}

/** @param {string} name */
function isInstaller(name) {
  return /\.(AppImage|deb|gz|dmg|zip|exe)$/.test(name);
}
