import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { expect, test } from 'vitest';
import { findBundles, findHome } from '../../main/places.ts';

test('takes the home that a person named, else the platform’s own folder', () => {
  expect(findHome({ CHARLOOM_HOME: '/somewhere/else' })).toBe('/somewhere/else');
  expect(isAbsolute(findHome({ CHARLOOM_HOME: 'here' }))).toBe(true);
  expect(findHome({})).toMatch(/charloom/i);
});

test('starts what runs in a process of its own from outside the archive', () => {
  const package_ = join(mkdtempSync(join(tmpdir(), 'charloom-places-')), 'app.asar');
  mkdirSync(package_);
  writeFileSync(join(package_, 'package.json'), '{ "version": "7.8.9" }');
  const bundles = findBundles(join(package_, 'out'));
  expect(bundles.version).toBe('7.8.9');
  expect(bundles.engineScript).toBe(join(`${package_}.unpacked`, 'out', 'engine-process.js'));
  expect(bundles.rendererFolder).toBe(join(package_, 'out', 'renderer'));
});
