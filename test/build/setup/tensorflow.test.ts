import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tensorflow } from '../../../build/setup/steps/tensorflow.mjs';
import { noticesFolder } from '../../../build/setup/tensorflow/native-folder.mjs';
import { FakeClone } from './fake-clone.ts';

let clone: FakeClone;
beforeEach(async () => {
  clone = await FakeClone.create();
});
afterEach(() => clone.remove());

const isLinux = process.platform === 'linux' && process.arch === 'x64';

// The pretended programs are shell scripts, and the fallback is for Linux on x64 alone.
describe.skipIf(!isLinux)('native TensorFlow', () => {
  test('comes by the official route where that works, and no fallback is touched', async () => {
    await clone.addFallback();
    const context = clone.context();
    await clone.addPackage(context, 'works');
    expect(await tensorflow.isDone(context)).toBe(false);
    expect(await tensorflow.perform(context, clone.report)).toBe(
      "libtensorflow official from tfjs-node's own installer",
    );
    expect(await clone.calls()).toEqual(['installer']);
    expect(await tensorflow.isDone(context)).toBe(true);
  });

  test('comes from the wheel where the official route fails, with a line that says so', async () => {
    await clone.addFallback();
    const context = clone.context();
    await clone.addPackage(context, 'fails');
    expect(await tensorflow.perform(context, clone.report)).toBe(
      'libtensorflow from a wheel from its Python wheel, addon compiled here',
    );
    expect(clone.said).toEqual([
      "tfjs-node's own installer failed (storage.example cannot be reached); taking the Python wheel instead",
    ]);
    expect((await clone.calls()).map((call) => call.split(' ')[0])).toEqual([
      ...['installer', 'python3', 'g++', 'python3', 'g++'],
    ]);
    expect(await tensorflow.isDone(context)).toBe(true);
  });

  test('comes from the wheel where what the installer brings does not load', async () => {
    await clone.addFallback();
    const context = clone.context();
    await clone.addPackage(context, 'installs a broken library');
    await tensorflow.perform(context, clone.report);
    expect(clone.said[0]).toContain('what it installed does not load here');
    expect(await tensorflow.isDone(context)).toBe(true);
  });

  test.each([
    ['works', 'LICENSE', 'notices of the archive'],
    ['fails', 'THIRD_PARTY_NOTICES.txt', 'notices of the wheel'],
  ] as const)('keeps its notices beside it, where the installer %s', async (...expected) => {
    const [installer, name, text] = expected;
    await clone.addFallback();
    const context = clone.context();
    await clone.addPackage(context, installer);
    await tensorflow.perform(context, clone.report);
    const folder = join(context.modules, '@tensorflow', 'tfjs-node');
    expect(await readFile(join(noticesFolder(folder), name), 'utf8')).toBe(text);
  });

  test('leaves the package.json of tfjs-node as it was, which its installer edits', async () => {
    await clone.addFallback();
    const context = clone.context();
    await clone.addPackage(context, 'fails');
    await tensorflow.perform(context, clone.report);
    const manifest = join(context.modules, '@tensorflow', 'tfjs-node', 'package.json');
    expect(await readFile(manifest, 'utf8')).toBe('{"version":"4.22.0","main":"index.js"}\n');
  });

  test.each(['works', 'fails'] as const)(
    'comes out of the cache for a second clone, where the installer %s',
    async (installer) => {
      await clone.addFallback();
      const first = clone.context({ name: 'first' });
      await clone.addPackage(first, installer);
      await tensorflow.perform(first, clone.report);
      await clone.forgetCalls();

      const second = clone.context({ name: 'second' });
      await clone.addPackage(second, installer);
      await tensorflow.perform(second, clone.report);
      expect(await clone.calls()).toEqual([]);
      expect(await tensorflow.isDone(second)).toBe(true);
    },
  );

  test('comes out of the cache again after npm has replaced node_modules', async () => {
    await clone.addFallback();
    const context = clone.context();
    await clone.addPackage(context, 'fails');
    await tensorflow.perform(context, clone.report);
    await clone.forgetCalls();
    await rm(context.modules, { recursive: true });
    await clone.addPackage(context, 'fails');
    expect(await tensorflow.isDone(context)).toBe(false);
    await tensorflow.perform(context, clone.report);
    expect(await clone.calls()).toEqual([]);
  });

  test('tries an unreachable route again for another mirror, and when told to', async () => {
    const first = clone.context({ name: 'first' });
    await clone.addPackage(first, 'fails');
    const attempt = async (context: typeof first) => {
      await clone.forgetCalls();
      await clone.addPackage(context, 'fails');
      await expect(tensorflow.perform(context, clone.report)).rejects.toThrow();
      return clone.calls();
    };
    expect(await attempt(first)).toEqual(['installer']);
    expect(await attempt(first)).toEqual([]);
    expect(await attempt(clone.context({ retry: true }))).toEqual(['installer']);
    const mirror = { TFJS_NODE_CDN_STORAGE: 'https://mirror.example/' };
    expect(await attempt(clone.context({ env: mirror }))).toEqual(['installer']);
  });

  test('is taken as it is where a person has installed it by hand', async () => {
    const context = clone.context();
    await clone.addPackage(context, 'works');
    await tensorflow.perform(context, clone.report);
    await rm(join(context.modules, '@tensorflow', 'tfjs-node', 'charloom-native.json'));
    await rm(context.cache, { recursive: true });
    await clone.forgetCalls();
    expect(await tensorflow.perform(context, clone.report)).toBe(
      'libtensorflow official, already there',
    );
    expect(await clone.calls()).toEqual([]);
  });

  test('names every Debian package that is missing, in one sentence', async () => {
    const context = clone.context();
    await clone.addPackage(context, 'fails');
    await expect(tensorflow.perform(context, clone.report)).rejects.toThrow(
      "tfjs-node's own installer could not fetch native TensorFlow (storage.example cannot be reached), and " +
        'taking it from its Python wheel needs pip and a C++ compiler: on Debian and Ubuntu, run ' +
        '"apt-get install python3-pip g++" as root, then the same command again.',
    );
  });

  test('names only the compiler where only that is missing', async () => {
    await clone.addProgram('python3');
    const context = clone.context();
    await clone.addPackage(context, 'fails');
    await expect(tensorflow.perform(context, clone.report)).rejects.toThrow(
      'needs a C++ compiler: on Debian and Ubuntu, run "apt-get install g++"',
    );
  });

  test('names both routes where neither can be had', async () => {
    await clone.addProgram(
      'python3',
      '[ "$3" = --version ] || { echo "ERROR: No matching distribution"; exit 1; }',
    );
    await clone.addProgram('g++');
    const context = clone.context();
    await clone.addPackage(context, 'fails');
    await expect(tensorflow.perform(context, clone.report)).rejects.toThrow(
      "not by tfjs-node's own installer (storage.example cannot be reached), and not as a Python wheel " +
        '(No matching distribution)',
    );
  });

  test('goes on from a wheel that had arrived before an interruption', async () => {
    await clone.addFallback();
    await clone.addProgram(
      'g++',
      'case "$*" in *--version*) ;; *) echo "error: interrupted"; exit 1 ;; esac',
    );
    const context = clone.context();
    await clone.addPackage(context, 'fails');
    await expect(tensorflow.perform(context, clone.report)).rejects.toThrow('interrupted');
    const hasAddon = access(
      join(context.modules, '@tensorflow', 'tfjs-node', 'lib', 'napi-v8', 'tfjs_binding.node'),
    );
    await expect(hasAddon).rejects.toThrow();

    await clone.addFallback();
    await clone.forgetCalls();
    await tensorflow.perform(context, clone.report);
    expect((await clone.calls()).filter((call) => call.includes('download'))).toEqual([]);
    expect(await tensorflow.isDone(context)).toBe(true);
  });
});
