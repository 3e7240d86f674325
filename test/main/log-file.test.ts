import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLog } from '../../main/log-file.ts';

const newFolder = () => join(mkdtempSync(join(tmpdir(), 'charloom-log-')), 'logs');

test('adds dated lines, also to a log that is there already', () => {
  const path = join(newFolder(), 'engine.log');
  openLog(path)('first\n');
  openLog(path)('second');
  expect(readFileSync(path, 'utf8')).toMatch(/^\d{4}-\S+Z first\n\d{4}-\S+Z second\n$/);
});

test('puts a large log aside and keeps three files', () => {
  const folder = newFolder();
  const log = openLog(join(folder, 'engine.log'), 60);
  for (let line = 0; line < 9; line++) log(`line ${line} of an evening`);
  expect(readdirSync(folder).sort()).toEqual(['engine.log', 'engine.log.1', 'engine.log.2']);
  expect(readFileSync(join(folder, 'engine.log'), 'utf8')).toContain('line 8');
  expect(readFileSync(join(folder, 'engine.log.1'), 'utf8')).toContain('line 7');
});

test('falls silent where it cannot write', () => {
  const log = openLog('/dev/null/engine.log');
  expect(() => log('nobody hears this')).not.toThrow();
});
