import {
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nativeFiles, placeFile } from '../../../build/packaging/native-files.mjs';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charloom-natives-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function add(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), path);
  }
}

const paths = (files: { from: string; to: string }[]) =>
  files.map(({ from, to }) => [from, to].map((path) => path.replaceAll('\\', '/'))).sort();

test('ships libtensorflow under all its names on Linux, and nothing that compilers want', async () => {
  await add(
    ...[
      'deps/lib/libtensorflow.so',
      'deps/lib/libtensorflow.so.2',
      'deps/lib/libtensorflow.so.2.9.1',
    ],
    ...['deps/lib/libtensorflow_cc.so.2', 'deps/lib/libtensorflow_framework.so.2'],
    ...['deps/lib/notices/LICENSE', 'deps/lib/libtensorflow.pc', 'deps/include/tensorflow/c_api.h'],
  );
  const shipped = paths(await nativeFiles(folder, 'linux'));
  expect(shipped.map(([from]) => from)).toEqual([
    ...[
      'deps/lib/libtensorflow.so',
      'deps/lib/libtensorflow.so.2',
      'deps/lib/libtensorflow.so.2.9.1',
    ],
    ...['deps/lib/libtensorflow_cc.so.2', 'deps/lib/libtensorflow_framework.so.2'],
  ]);
  expect(shipped.every(([from, to]) => from === to)).toBe(true);
});

test('ships the dylibs on macOS, where the addon looks for them', async () => {
  const libraries = ['libtensorflow.2.9.1.dylib', 'libtensorflow.2.dylib', 'libtensorflow.dylib'];
  await add(...libraries.map((name) => `deps/lib/${name}`));
  const shipped = paths(await nativeFiles(folder, 'darwin'));
  expect(shipped.map(([, to]) => to)).toEqual(libraries.map((name) => `deps/lib/${name}`));
});

test('ships the library beside the addon on Windows, wherever set-up left it', async () => {
  await add('deps/lib/tensorflow.dll', 'deps/lib/tensorflow.lib', 'lib/napi-v8/tfjs_binding.node');
  expect(paths(await nativeFiles(folder, 'win32'))).toEqual([
    ['deps/lib/tensorflow.dll', 'lib/napi-v8/tensorflow.dll'],
  ]);
  await add('lib/napi-v8/tensorflow.dll');
  expect(paths(await nativeFiles(folder, 'win32'))).toEqual([
    ['lib/napi-v8/tensorflow.dll', 'lib/napi-v8/tensorflow.dll'],
  ]);
});

test.skipIf(process.platform === 'win32')('keeps links as links', async () => {
  await add('deps/lib/libtensorflow_cc.so.2');
  await symlink('libtensorflow_cc.so.2', join(folder, 'deps/lib/libtensorflow.so'));
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow.so']) {
    await placeFile(join(folder, 'deps', 'lib', name), join(folder, 'placed', name));
  }
  expect(await readlink(join(folder, 'placed', 'libtensorflow.so'))).toBe('libtensorflow_cc.so.2');
  expect((await lstat(join(folder, 'placed', 'libtensorflow_cc.so.2'))).isFile()).toBe(true);
  const followed = await readFile(join(folder, 'placed', 'libtensorflow.so'), 'utf8');
  expect(followed).toBe('deps/lib/libtensorflow_cc.so.2');
});
