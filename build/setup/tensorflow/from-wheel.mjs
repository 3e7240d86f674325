// The fallback to native TensorFlow on Linux x64: the library out of Python's tensorflow-cpu wheel, and
// tfjs-node's addon compiled against it here. Nothing of Python is used but its installer.
import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { requireSpace } from '../disk.mjs';
import { fetchWheel, findPip } from '../python.mjs';
import { run } from '../run.mjs';
import { SetupError } from '../setup-error.mjs';
import { extractZipEntry, readZipDirectory } from '../zip.mjs';
import { addonPath, noticesFolder, packageFolder } from './native-folder.mjs';

/** @import { Context } from '../context.mjs' */
/** @import { StepReport } from '../report.mjs' */

const wheel = {
  requirement: 'tensorflow-cpu==2.21.0',
  tags: [
    ...['--platform', 'manylinux_2_27_x86_64', '--implementation', 'cp'],
    ...['--python-version', '3.11', '--abi', 'cp311'],
  ],
};
/** The wheel, the libraries as they come (0.9 GB) and once more while `strip` rewrites them. */
const NEEDED_BYTES = 2.2e9;

const NOTICES = 'THIRD_PARTY_NOTICES.txt';
const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
/** The C header includes others, so the folders that they lie in are taken whole. */
const HEADER_FOLDERS = ['tensorflow/', 'tsl/', 'xla/tsl/'];
/** The names that the addon and tfjs-node's build look for. */
const LINKS = [
  ['libtensorflow.so', 'libtensorflow_cc.so.2'],
  ['libtensorflow.so.2', 'libtensorflow_cc.so.2'],
  ['libtensorflow.so.2.9.1', 'libtensorflow_cc.so.2'],
  ['libtensorflow_framework.so', 'libtensorflow_framework.so.2'],
  ['libtensorflow_framework.so.2.9.1', 'libtensorflow_framework.so.2'],
];

/**
 * Whether this machine is one that the fallback is for.
 * @param {Context} context
 */
export function canBuildFromWheel({ platform, arch }) {
  return platform === 'linux' && arch === 'x64';
}

/**
 * Builds the native parts in the unfinished part of the cache; returns their folder, and the wheel to delete
 * once they are kept.
 * @param {Context} context
 * @param {StepReport} report
 * @param {string} officialReason why the official route failed, to be named if this one fails too
 */
export async function buildFromWheel(context, report, officialReason) {
  const compiler = context.env.CXX || 'g++';
  const python = await requireTools(context, compiler, officialReason);
  await requireSpace(context.cache, NEEDED_BYTES, 'native TensorFlow');

  const downloads = join(context.cache, 'downloads');
  report.say(`the Python wheel ${wheel.requirement}, 274 MB`);
  const fetched = await fetchWheel(python, wheel, {
    folder: downloads,
    work: context.work,
    env: context.env,
    onGrowth: (sizeBytes) => report.grew(sizeBytes),
  });
  if ('reason' in fetched) {
    throw new SetupError(
      `Native TensorFlow could not be fetched: not by tfjs-node's own installer (${officialReason}), and not ` +
        `as a Python wheel (${fetched.reason}). Check the network, or set TFJS_NODE_CDN_STORAGE or pip's index to ` +
        'a mirror, and run the same command again with --retry.',
    );
  }

  const folder = join(context.work, 'tensorflow');
  await rm(folder, { recursive: true, force: true });
  await unpack(fetched.path, folder, report);
  await compile(context, compiler, folder, report);
  await strip(context, folder, report);
  await rm(join(folder, 'deps', 'include'), { recursive: true });
  return { folder, wheel: fetched.path };
}

/**
 * The Python to use, or one sentence that names everything that is missing at once.
 * @param {Context} context
 * @param {string} compiler
 * @param {string} officialReason
 */
async function requireTools(context, compiler, officialReason) {
  const pip = await findPip(context.env);
  const cxx = await run(compiler, ['--version'], { env: context.env, timeoutMs: 20_000 });
  const missing = [...('missing' in pip ? pip.missing : []), ...(cxx.isSuccess ? [] : ['g++'])];
  if ('command' in pip && missing.length === 0) return pip.command;
  const packages = missing.join(' ');
  throw new SetupError(
    `tfjs-node's own installer could not fetch native TensorFlow (${officialReason}), and taking it from its ` +
      `Python wheel needs ${missing.map((name) => (name === 'g++' ? 'a C++ compiler' : 'pip')).join(' and ')}: ` +
      `on Debian and Ubuntu, run "apt-get install ${packages}" as root, then the same command again.`,
  );
}

/**
 * @param {string} wheelPath
 * @param {string} folder
 * @param {StepReport} report
 */
async function unpack(wheelPath, folder, report) {
  report.say('unpacking libtensorflow');
  for (const entry of await readZipDirectory(wheelPath)) {
    const library = LIBRARIES.find((name) => entry.name === `tensorflow/${name}`);
    const header = entry.name.startsWith('tensorflow/include/')
      ? entry.name.slice('tensorflow/include/'.length)
      : '';
    if (library) {
      await extractZipEntry(wheelPath, entry, join(folder, 'deps', 'lib', library));
    } else if (entry.name === `tensorflow/${NOTICES}`) {
      await extractZipEntry(wheelPath, entry, join(noticesFolder(folder), NOTICES));
    } else if (HEADER_FOLDERS.some((start) => header.startsWith(start)) && !header.endsWith('/')) {
      await extractZipEntry(wheelPath, entry, join(folder, 'deps', 'include', header));
    }
  }
  for (const [name = '', target = ''] of LINKS) {
    await symlink(target, join(folder, 'deps', 'lib', name));
  }
}

/**
 * Compiles the addon directly: node-gyp would download Node's headers, which an npm package holds as well.
 * @param {Context} context
 * @param {string} compiler
 * @param {string} folder
 * @param {StepReport} report
 */
async function compile(context, compiler, folder, report) {
  report.say("compiling tfjs-node's addon");
  const source = packageFolder(context);
  const names = await readdir(join(source, 'binding'));
  const addon = addonPath(folder);
  await mkdir(join(addon, '..'), { recursive: true });
  const outcome = await run(
    compiler,
    [
      ...['-shared', '-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8'],
      ...names.filter((name) => name.endsWith('.cc')).map((name) => join(source, 'binding', name)),
      ...['-I', join(context.modules, 'node-api-headers', 'include'), '-I', source],
      ...['-I', join(folder, 'deps', 'include'), '-L', join(folder, 'deps', 'lib')],
      ...['-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib'],
      ...['-o', addon],
    ],
    { env: context.env, timeoutMs: 10 * 60_000 },
  );
  if (outcome.isSuccess) return;
  throw new SetupError(
    `${compiler} could not compile tfjs-node's addon (${outcome.reason}). On Debian and Ubuntu, ` +
      '"apt-get install g++" brings a compiler that can; then run the same command again.',
  );
}

/**
 * Takes the debugging symbols out, a quarter of the library's size, where `strip` is there to do it.
 * @param {Context} context
 * @param {string} folder
 * @param {StepReport} report
 */
async function strip(context, folder, report) {
  report.say('taking out debugging symbols');
  for (const name of LIBRARIES) {
    await run('strip', ['--strip-unneeded', join(folder, 'deps', 'lib', name)], {
      env: context.env,
      timeoutMs: 5 * 60_000,
    });
  }
}
