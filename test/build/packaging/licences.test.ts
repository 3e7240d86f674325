import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundledPackages } from '../../../build/packaging/bundled-packages.mjs';
import { writeLicences } from '../../../build/packaging/licences.mjs';
import { createContext, type Context } from '../../../build/setup/context.mjs';

let context: Context;
beforeEach(async () => {
  context = createContext({ root: await mkdtemp(join(tmpdir(), 'charloom-licences-')) });
  await write('LICENSE', 'our own');
  await write('built/samples/a-text.notice.txt', 'the text is free');
  for (const folder of ['app', 'main']) await mkdir(join(context.repository, folder));
  await write('renderer/App.svelte', "import Plus from '@drawn/icons/plus';\nimport './a.css';\n");
  await write('renderer/a.css', "@import 'a-font/index.css';\n");
  await write(
    'main/terminal.ts',
    "import { x } from 'node:fs';\nimport {\n  y,\n} from 'words';\n",
  );
});
afterEach(() => rm(context.repository, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(context.repository, path, '..'), { recursive: true });
  await writeFile(join(context.repository, path), text);
}

async function addPackage(
  name: string,
  files: Record<string, string>,
  { license = 'MIT', dependencies = {} } = {},
): Promise<void> {
  const manifest = JSON.stringify({ name, version: '1.2.3', license, dependencies });
  await write(`node_modules/${name}/package.json`, manifest);
  for (const [file, text] of Object.entries(files))
    await write(`node_modules/${name}/${file}`, text);
}

test('finds what the sources import, styles included, and what that depends on', async () => {
  await addPackage('@drawn/icons', {}, { dependencies: { helper: '1' } });
  await addPackage('a-font', {});
  await addPackage('words', {});
  await addPackage('helper', {});
  await addPackage('unused', {});
  expect((await bundledPackages(context)).sort()).toEqual(
    [join('@drawn', 'icons'), 'a-font', 'helper', 'words'].sort(),
  );
});

test('collects each licence, from a file or the read-me, and Apache’s text where it is only named', async () => {
  const apache = 'Apache License\nVersion 2.0, January 2004\nthe whole of it';
  await addPackage('words', { 'License.md': 'words are free', NOTICE: 'made by many' });
  await addPackage('seeds', {
    'README.md': '# Seeds\n\n## License\n\nseeds are free\n\n## More\n',
  });
  await addPackage('long', { LICENSE: apache }, { license: 'Apache-2.0' });
  await addPackage('tensors', {}, { license: 'Apache-2.0' });
  const folder = join(context.repository, 'licences');
  const built = join(context.repository, 'built');
  const lacking = await writeLicences(context, {
    folder,
    built,
    loaded: ['seeds', 'long', 'tensors'],
  });
  expect(lacking).toContain('libtensorflow');

  const text = await readFile(join(folder, 'npm-packages.txt'), 'utf8');
  const of = (name: string) =>
    text
      .split(new RegExp(`(?=={80}\\n\\S+ 1\\.2\\.3)`))
      .find((part) => part.includes(`\n${name} 1.2.3`));
  expect(of('words')).toContain('words are free');
  expect(of('words')).toContain('made by many');
  expect(of('seeds')).toContain('seeds are free');
  expect(of('tensors')).toContain('the whole of it');
  expect((await readdir(folder)).sort()).toEqual([
    'Charloom.txt',
    'TensorFlow.txt',
    'npm-packages.txt',
    'sample-a-text.notice.txt',
  ]);
});

test('takes what set-up kept of TensorFlow’s notices', async () => {
  await write('node_modules/@tensorflow/tfjs-node/deps/lib/notices/LICENSE', 'of many hands');
  const folder = join(context.repository, 'licences');
  const built = join(context.repository, 'built');
  expect(await writeLicences(context, { folder, built, loaded: [] })).toBe('');
  expect(await readFile(join(folder, 'TensorFlow.txt'), 'utf8')).toContain('of many hands');
});
