// Packages the built app as `npm run package` does, around an Electron that is only pretended, and starts the
// packaged engine with Node. The two large libraries are stand-ins while files are packed, and are put in
// their places afterwards: what is shown is where everything goes, not how fast a disk is.
import { execFile } from 'node:child_process';
import { chmod, lstat, mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../../app/contract/rpc.ts';
import type { EngineEvents, EngineMethods } from '../../../app/contract/engine.ts';
import { makeTarget, unpackedIn } from '../../../build/packaging/electron-builder.mjs';
import { placeFile } from '../../../build/packaging/native-files.mjs';
import { stage } from '../../../build/packaging/stage.mjs';
import { createContext } from '../../../build/setup/context.mjs';
import { forkEngine } from '../../../main/engine/child.ts';
import { EngineHost } from '../../../main/engine-host.ts';

const context = createContext();
const testFolder = join(context.repository, 'out', 'test', 'package');
const output = join(testFolder, 'release');
const resources = join(unpackedIn(output, context), 'resources');
const unpacked = join(resources, 'app.asar.unpacked');
const tfjsNode = 'node_modules/@tensorflow/tfjs-node';
/** Larger files are libraries, and replaced by stand-ins. */
const largeBytes = 20e6;
const large: { from: string; to: string }[] = [];

const isLinux = process.platform === 'linux';

beforeAll(async () => {
  if (!isLinux) return;
  await rm(testFolder, { recursive: true, force: true });
  const staged = join(testFolder, 'staged');
  await stage(context, {
    built: join(context.repository, 'out'),
    staged,
    async place(from, to) {
      const { size } = await lstat(from);
      if (size < largeBytes) return placeFile(from, to);
      await mkdir(join(to, '..'), { recursive: true });
      await writeFile(to, 'a stand-in');
      large.push({ from, to: to.replace(join(staged, 'app'), unpacked) });
    },
  });
  const outcome = await makeTarget(context, {
    target: 'dir',
    staged,
    output,
    electron: { folder: await pretendElectron(), version: '45.4.1' },
  });
  expect(outcome).toEqual({ files: [] });
}, 120_000);

afterAll(() => rm(testFolder, { recursive: true, force: true }));

/** What of an Electron electron-builder works on. */
async function pretendElectron(): Promise<string> {
  const electron = join(testFolder, 'electron');
  const files = ['electron', 'version', 'LICENSE', 'LICENSES.chromium.html'];
  const locales = ['en-US', 'zh-CN', 'fr'].map((name) => join('locales', `${name}.pak`));
  for (const file of [...files, ...locales, join('resources', 'default_app.asar')]) {
    await mkdir(join(electron, file, '..'), { recursive: true });
    await writeFile(join(electron, file), emptyArchive);
  }
  await chmod(join(electron, 'electron'), 0o755);
  return electron;
}

/** An archive without a file: four numbers, then what it holds, as JSON. */
const emptyArchive = Buffer.concat([
  Buffer.from(Uint32Array.of(4, 20, 16, 12).buffer),
  Buffer.from('{"files":{}}'),
]);

type ArchiveEntry = { files: Record<string, ArchiveEntry> } | { unpacked?: true };

/** The files that the archive lists: those in it, and those outside of it. */
async function archived(): Promise<{ inside: string[]; outside: string[] }> {
  const archive = await readFile(join(resources, 'app.asar'));
  const header = archive.subarray(16, 16 + archive.readUInt32LE(12)).toString('utf8');
  const found = { inside: [] as string[], outside: [] as string[] };
  const walk = (entry: ArchiveEntry, path: string[]) => {
    if ('files' in entry) {
      for (const [name, inner] of Object.entries(entry.files)) walk(inner, [...path, name]);
    } else (entry.unpacked ? found.outside : found.inside).push(path.join('/'));
  };
  walk(JSON.parse(header) as ArchiveEntry, []);
  return { inside: found.inside.sort(), outside: found.outside.sort() };
}

async function filesOutside(): Promise<string[]> {
  const entries = await readdir(unpacked, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(unpacked, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Puts the large libraries in the places of their stand-ins. */
async function placeLibraries(): Promise<void> {
  for (const { from, to } of large.splice(0)) {
    await rm(to);
    await placeFile(from, to);
  }
}

describe('the packaged program', () => {
  beforeEach(({ skip }) => {
    if (!isLinux) skip('only an Electron for Linux can be pretended');
  });

  test('has main, preload and the page in its archive, and all else outside of it', async () => {
    const { inside, outside } = await archived();
    const kinds = new Set(inside.map((path) => path.replace(/^out\/renderer\/.*/, 'the page')));
    expect([...kinds]).toEqual(['out/desktop.cjs', 'out/preload.cjs', 'the page', 'package.json']);
    expect(inside).toContain('out/renderer/index.html');
    expect(await filesOutside()).toEqual(outside);
    expect(outside).toEqual(
      expect.arrayContaining([
        ...['out/engine-process.js', 'out/replica.js', 'out/package.json'],
        ...['out/samples/samples.json', 'out/samples/moby-dick.txt'],
        `${tfjsNode}/lib/napi-v8/tfjs_binding.node`,
      ]),
    );
  });

  test('holds only what runs', async () => {
    const { inside, outside } = await archived();
    const others = [...inside, ...outside].filter(
      (path) =>
        /\.(map|ts|cc|h|gyp|md|py)$|\/(test|src|include|scripts)\//.test(path) ||
        /^out\/(terminal|browser)\.js$/.test(path),
    );
    expect(others.filter((path) => !path.includes('/long/src/'))).toEqual([]);
    const sizeOf = async (paths: string[]) => {
      const files = paths.map(async (path) => (await lstat(join(unpacked, path))).size);
      return (await Promise.all(files)).reduce((sum, size) => sum + size, 0);
    };
    // tfjs-node installs 275 MB of JavaScript and sources; what it loads of them has 8.
    expect(await sizeOf(outside.filter((path) => !path.startsWith('out/')))).toBeLessThan(10e6);
    // Our own: bundles with the tables of encodings and Chinese scripts, a reader of PDFs with its tables, samples.
    expect(await sizeOf(outside.filter((path) => path.startsWith('out/')))).toBeLessThan(16e6);
    expect(await readdir(join(resources, '..', 'locales'))).toEqual(['en-US.pak', 'zh-CN.pak']);
    expect(await readdir(resources)).toEqual(['app.asar', 'app.asar.unpacked', 'licences']);
  });

  test('keeps the links of libtensorflow as they are', async () => {
    const names = (path: string) => readdir(join(path, 'deps', 'lib'));
    const source = join(context.modules, '@tensorflow', 'tfjs-node');
    const packed = join(unpacked, tfjsNode);
    const shipped = (await names(source)).filter((name) => name.startsWith('libtensorflow'));
    expect((await names(packed)).sort()).toEqual(shipped.sort());
    for (const name of shipped) {
      const link = (path: string) =>
        readlink(join(path, 'deps', 'lib', name)).catch(() => 'no link');
      expect(await link(packed), name).toBe(await link(source));
    }
  });

  test('brings the licences of all that is in it', async () => {
    const folder = join(resources, 'licences');
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(['Charloom.txt', 'TensorFlow.txt', 'npm-packages.txt']),
    );
    const packages = await readFile(join(folder, 'npm-packages.txt'), 'utf8');
    for (const name of ['@tensorflow/tfjs-core', 'svelte', 'zod', '@fontsource-variable/inter']) {
      expect(packages).toContain(`\n${name} `);
    }
    expect(await readdir(join(resources, '..'))).toEqual(
      expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html']),
    );
  });

  test('has all that tfjs-node loads, and needs nothing of the clone around it', async () => {
    await placeLibraries();
    const script = join(context.repository, 'build', 'packaging', 'list-loaded.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script], { cwd: unpacked });
    const loaded = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as string[];
    expect(loaded.length).toBeGreaterThan(100);
    expect(loaded.filter((path) => !path.startsWith(unpacked))).toEqual([]);
  });

  test('has an engine that starts where it lies and finds TensorFlow and the samples', async () => {
    await placeLibraries();
    const out = join(unpacked, 'out');
    const log: string[] = [];
    const host = new EngineHost({
      settings: {
        home: join(testFolder, 'home'),
        samplesFolder: join(out, 'samples'),
        replicaScript: join(out, 'replica.js'),
        countingScript: join(out, 'counting.js'),
        readingScript: join(out, 'reading.js'),
        version: '7.8.9',
      },
      script: join(out, 'engine-process.js'),
      spawn: forkEngine,
      log: (line) => void log.push(line),
    });
    onTestFinished(() => host.close());
    const engine = createClient<EngineMethods, EngineEvents>(host.connect());
    const about = await engine.call('engine.about');
    expect(about, log.join('\n')).toMatchObject({ version: '7.8.9' });
    const samples = await engine.call('corpus.samples');
    expect(samples.map(({ id }) => id)).toContain('moby-dick');
  });
});
