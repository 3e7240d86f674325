import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { expect, test } from 'vitest';
import { refusalOf } from '../../build/enter.mjs';

const build = new URL('../../build', import.meta.url).pathname;

test.each(['20.19.0', '20.20.2', '22.0.0', '24.21.0'])('runs on Node %s', (version) => {
  expect(refusalOf(version)).toBe('');
});

test.each(['12.22.12', '18.20.4', '20.18.3'])('refuses Node %s in one sentence', (version) => {
  expect(refusalOf(version)).toBe(
    `Charloom needs Node 20.19 or newer, and this is Node ${version}: install a current Node from ` +
      'nodejs.org (or with nvm, fnm or your package manager), then run the same command again.',
  );
});

test('names the same oldest Node as package.json', async () => {
  const manifest = JSON.parse(await readFile(join(build, '..', 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  expect(refusalOf(manifest.engines.node.replace('>=', ''))).toBe('');
});

/** The first file of each command, and the one they all load: an old Node must be able to read them. */
const firstFiles = (await readdir(build)).filter(
  (name) =>
    name === 'enter.mjs' ||
    /^(bench|build|charloom|check|dev|lint|package|setup|start|test)\.mjs$/.test(name),
);

test.each(firstFiles)('keeps %s readable for a Node that is too old', async (name) => {
  const code = await readFile(join(build, name), 'utf8');
  expect(code).not.toMatch(/from 'node:|import\.meta|^\s*await /m);
  const asWritten = await transform(code, { target: 'esnext' });
  const forOldNode = await transform(code, { target: 'node13.2' });
  expect(forOldNode.code).toBe(asWritten.code);
});
