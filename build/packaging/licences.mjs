// The licences that go with the app: its own, those of every npm package in it, TensorFlow's and the sample
// texts'. Electron's own lie beside its program. Texts are taken from where the packages keep them.
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noticesFolder, packageFolder } from '../setup/tensorflow/native-folder.mjs';
import { bundledPackages } from './bundled-packages.mjs';

/** @import { Context } from '../setup/context.mjs' */

const RULE = '='.repeat(80);
const licenceFile = /^(licen[cs]e|notice|copying|third.?party.?(licen[cs]e|notice))/i;
/** How Apache's licence begins; packages of TensorFlow name it without bringing its text. */
const apacheTitle = /^\s*Apache License\s+Version 2\.0, January 2004/;

/**
 * Writes all licences into a folder; returns what is lacking, in a sentence, or an empty text.
 * @param {Context} context
 * @param {{ folder: string, loaded: string[], built: string }} parts `loaded`: packages by their folders,
 *   relative to node_modules
 */
export async function writeLicences(context, { folder, loaded, built }) {
  await mkdir(folder, { recursive: true });
  await copyFile(join(context.repository, 'LICENSE'), join(folder, 'Charloom.txt'));

  const folders = new Set([...loaded, ...(await bundledPackages(context))]);
  const packages = await Promise.all([...folders].sort().map((path) => read(context, path)));
  const apache = packages.flatMap(({ texts }) => texts).find((text) => apacheTitle.test(text));
  await writeFile(
    join(folder, 'npm-packages.txt'),
    packages.map((each) => describe(each, apache ?? '')).join('\n'),
  );

  const samples = await readdir(join(built, 'samples'));
  for (const name of samples.filter((each) => each.endsWith('.notice.txt'))) {
    await copyFile(join(built, 'samples', name), join(folder, `sample-${name}`));
  }
  return writeTensorFlow(context, folder, apache ?? '');
}

/**
 * @param {Context} context
 * @param {string} folder
 * @param {string} apache
 */
async function writeTensorFlow(context, folder, apache) {
  const notices = noticesFolder(packageFolder(context));
  const names = await readdir(notices).catch(() => /** @type {string[]} */ ([]));
  const texts = await Promise.all(
    names.sort().map((name) => readFile(join(notices, name), 'utf8')),
  );
  await writeFile(join(folder, 'TensorFlow.txt'), [apache, ...texts].join(`\n${RULE}\n\n`));
  return names.length > 0
    ? ''
    : 'the notices of what libtensorflow is made of are not beside it: not to be given away like this';
}

/**
 * @typedef {object} Package
 * @property {string} name
 * @property {string} version
 * @property {string} licence in a word
 * @property {string[]} texts
 */

/**
 * @param {Context} context
 * @param {string} path
 * @returns {Promise<Package>}
 */
async function read({ modules }, path) {
  const folder = join(modules, path);
  const { name, version, license } = /** @type {Record<string, string>} */ (
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  );
  const names = await readdir(folder);
  const own = names.filter((each) => licenceFile.test(each)).sort();
  const texts = (await Promise.all(own.map((each) => readTexts(join(folder, each))))).flat();
  const readme = names.find((each) => /^readme(\.md)?$/i.test(each));
  if (texts.length === 0 && readme) {
    texts.push(...licenceSections(await readFile(join(folder, readme), 'utf8')));
  }
  return { name: name ?? path, version: version ?? '', licence: license ?? 'not named', texts };
}

/**
 * The text of a file, or of all files in a folder: some packages keep the licences of others in one.
 * @param {string} path
 * @returns {Promise<string[]>}
 */
async function readTexts(path) {
  if (!(await stat(path)).isDirectory()) return [await readFile(path, 'utf8')];
  const names = (await readdir(path)).sort();
  return Promise.all(names.map((name) => readFile(join(path, name), 'utf8')));
}

/**
 * What a read-me says under a heading of that name.
 * @param {string} readme
 */
function licenceSections(readme) {
  const section =
    /^(?:#+ *licen[cs]e|licen[cs]e[^\n]*\n[-=]{3,}) *\n([\s\S]*?)(?=^#|$(?![\s\S]))/im;
  const text = section.exec(readme)?.[1]?.trim();
  return text ? [text] : [];
}

/**
 * @param {Package} described
 * @param {string} apache
 */
function describe({ name, version, licence, texts }, apache) {
  const own = texts.length > 0 ? texts : licence.includes('Apache-2.0') ? [apache] : [];
  return [RULE, `${name} ${version}`, `Licence: ${licence}`, RULE, '', ...own, ''].join('\n');
}
