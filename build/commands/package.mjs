// `npm run package`: installers for this platform, out of what set-up and the bundlers left. Where today's
// Electron cannot be had, a program that is for tests alone, so that packaging is proved there as well.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createReport } from '../setup/report.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { electronFailure, installedElectron } from '../setup/steps/electron.mjs';
import { testOnlyElectron } from '../setup/steps/electron-for-tests.mjs';
import { prepare, readOptions } from './prepare.mjs';

/** @import { Context } from '../setup/context.mjs' */
/** @import { Report } from '../setup/report.mjs' */
/** @typedef {(context: Context, report: Report) => Promise<number>} PackageForTests */

/** @param {string[]} args */
export async function main(args) {
  const { context, rest } = readOptions(args);
  if (rest.length > 0) throw new SetupError(`"npm run package" knows no ${rest.join(' ')}.`);
  await prepare('package', context);

  const report = createReport();
  const electron = await installedElectron(context);
  if (electron) {
    const { packageProduct } = await import('../packaging/product.mjs');
    return packageProduct(context, report, electron.version);
  }
  const reason = (await electronFailure(context)) ?? 'it is not installed';
  if (context.platform !== 'linux' || !(await testOnlyElectron(context))) {
    throw new SetupError(
      `There is no Electron to package (${reason}): set ELECTRON_MIRROR to a mirror, or check the network, and run ` +
        '"npm run package -- --retry".',
    );
  }
  report.tell(
    `Electron could not be had (${reason}); packaging with an old one that is for tests alone.`,
  );
  const packageForTests = await loadPackageForTests(context);
  return packageForTests(context, report);
}

/**
 * What is for tests alone stands with the tests.
 * @param {Context} context
 */
async function loadPackageForTests({ repository }) {
  const path = join(repository, 'test', 'electron-9', 'package.mjs');
  const module = /** @type {{ packageForTests: PackageForTests }} */ (
    await import(pathToFileURL(path).href)
  );
  return module.packageForTests;
}
