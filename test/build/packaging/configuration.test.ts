import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import configuration from '../../../build/electron-builder.config.mjs';
import { targets, unpackedIn } from '../../../build/packaging/electron-builder.mjs';

const { linux, mac, win, nsis } = configuration;

test('opens model files without taking them from other programs', () => {
  for (const platform of [linux, mac]) {
    expect(platform?.fileAssociations).toMatchObject([
      { ext: 'safetensors', name: 'Charloom model', role: 'Editor', rank: 'Alternate' },
    ]);
  }
  // electron-builder's own way on Windows makes a program the default.
  expect([win?.fileAssociations, configuration.fileAssociations]).toEqual([undefined, undefined]);
  const script = fileURLToPath(new URL(`../../../${nsis?.include}`, import.meta.url));
  const written = readFileSync(script, 'utf8').match(/WriteRegStr .*\.safetensors.*/g);
  expect(written).toHaveLength(1);
  expect(written?.[0]).toContain('OpenWithProgids');
});

test('names each installer by version, platform and processor', () => {
  for (const options of [linux, mac, win, nsis]) {
    expect(options?.artifactName).toMatch(/\$\{version\}-(linux|mac|windows)-\$\{arch\}/);
  }
});

test('lists the same targets to electron-builder as to `npm run package`', () => {
  expect(targets).toEqual({ linux: linux?.target, darwin: mac?.target, win32: win?.target });
});

test('is written in English and Chinese on a Linux desktop', () => {
  expect(linux?.description).toMatch(/[a-z]/);
  expect(linux?.desktop?.entry?.['Comment[zh_CN]']).toMatch(/[\u4e00-\u9fff]/);
});

test.each([
  ['linux', 'x64', 'linux-unpacked'],
  ['linux', 'arm64', 'linux-arm64-unpacked'],
  ['win32', 'x64', 'win-unpacked'],
  ['darwin', 'arm64', 'mac-arm64/Charloom.app'],
  ['darwin', 'x64', 'mac/Charloom.app'],
] as const)('finds the unpacked program on %s %s', (platform, arch, place) => {
  const found = unpackedIn('release', { platform, arch });
  expect(found.replaceAll('\\', '/')).toBe(`release/${place}`);
});
