// Packages the product for this platform with the installed Electron: first the unpacked program, then each
// installer out of it. One that cannot be made is named with its reason and keeps no other from being made.
import { copyFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { requireSpace } from '../setup/disk.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { sizeOf } from '../setup/size.mjs';
import { makeTarget, targets, unpackedIn } from './electron-builder.mjs';
import { licencesIn, stage, stagedFolder } from './stage.mjs';

/** @import { Context } from '../setup/context.mjs' */
/** @import { Report } from '../setup/report.mjs' */

export const releaseFolder = 'release';
/** The staged libraries, the unpacked program, and three compressed ones. */
const NEEDED_BYTES = 4e9;

const toolsAdvice =
  'electron-builder fetches a tool for each installer: check the network, or set ' +
  'ELECTRON_BUILDER_BINARIES_MIRROR to a mirror, and run the same command again.';

/**
 * Leaves the installers in release/ and returns the exit code.
 * @param {Context} context
 * @param {Report} report
 * @param {string} version of Electron
 */
export async function packageProduct(context, report, version) {
  const electron = { folder: join(context.modules, 'electron', 'dist'), version };
  const packing = { staged: stagedFolder, output: releaseFolder, electron };
  const packed = unpackedIn(releaseFolder, context);
  await requireSpace(join(context.repository, releaseFolder), NEEDED_BYTES, 'the packages');

  await report.step('App', async (step) => {
    step.say('putting together what runs');
    const built = join(context.repository, 'out');
    const lacking = await stage(context, { built, staged: stagedFolder });
    if (lacking) step.note(lacking);
    if (context.platform === 'darwin') await addElectronLicences(electron.folder);
    step.say('packing it');
    const outcome = await makeTarget(context, { ...packing, target: 'dir' });
    if ('reason' in outcome) throw new SetupError(`Packaging failed: ${outcome.reason}.`);
    return inMegabytes(await sizeOf(join(context.repository, packed)));
  });

  let failures = 0;
  for (const target of targets[context.platform] ?? []) {
    await report.step(target, async (step) => {
      step.say('packing');
      const outcome = await makeTarget(context, { ...packing, target, packed });
      if ('files' in outcome) return describe(context, outcome.files);
      failures += 1;
      return { failed: `could not be made: ${outcome.reason}` };
    });
  }
  if (failures === 0) report.end();
  else report.tell(`The unpacked program is in ${packed}. ${toolsAdvice}`);
  return failures === 0 ? 0 : 1;
}

/**
 * Elsewhere they lie beside the program; a macOS app is a folder that they would be left out of.
 * @param {string} electron
 */
async function addElectronLicences(electron) {
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) {
    await copyFile(join(electron, name), join(licencesIn(stagedFolder), `Electron-${name}`));
  }
}

/**
 * @param {Context} context
 * @param {string[]} files
 */
async function describe({ repository }, files) {
  const words = await Promise.all(
    files.map(async (path) => `${relative(repository, path)}, ${inMegabytes(await sizeOf(path))}`),
  );
  return words.join('; ');
}

/** @param {number} sizeBytes */
export function inMegabytes(sizeBytes) {
  return `${Math.round(sizeBytes / 1e6)} MB`;
}
