import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { filesAmong, sortOpened } from '../../../main/desktop/opened-files.ts';

test('finds the files among the arguments of a start, relative to where it was made', () => {
  const folder = mkdtempSync(join(tmpdir(), 'charloom-opened-'));
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, 'poem.txt'), '');
  const args = ['electron', 'app', '--no-sandbox', 'poem.txt', 'missing.txt'];
  expect(filesAmong(args, folder)).toEqual([join(folder, 'poem.txt')]);
});

test('takes a file by its address, as Linux desktops name it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'charloom-opened-'));
  const path = join(folder, '诗 & more.txt');
  writeFileSync(path, '');
  const args = ['charloom', pathToFileURL(path).href, 'file://%', 'https://example.org/a.txt'];
  expect(filesAmong(args, folder)).toEqual([path]);
});

test('hands each model over by itself and all texts together', () => {
  expect(sortOpened(['a.txt', 'one.safetensors', 'b', 'two.SAFETENSORS'])).toEqual([
    { kind: 'model', paths: ['one.safetensors'] },
    { kind: 'model', paths: ['two.SAFETENSORS'] },
    { kind: 'texts', paths: ['a.txt', 'b'] },
  ]);
  expect(sortOpened([])).toEqual([]);
});
