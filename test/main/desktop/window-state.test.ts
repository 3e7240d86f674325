import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  readWindowState,
  usableBounds,
  writeWindowState,
} from '../../../main/desktop/window-state.ts';

const path = () => join(mkdtempSync(join(tmpdir(), 'charloom-window-')), 'window.json');
const bounds = { x: 10, y: 20, width: 900, height: 700 };
const screen = { x: 0, y: 0, width: 1920, height: 1080 };

test('remembers place, size and language', () => {
  const file = path();
  const state = { bounds, isMaximized: true, language: 'zh-CN' as const };
  writeWindowState(file, state);
  expect(readWindowState(file)).toEqual(state);
});

test('starts afresh from a missing, a broken and a foreign file', () => {
  const file = path();
  const first = { bounds: null, isMaximized: false, language: null };
  expect(readWindowState(file)).toEqual(first);
  writeFileSync(file, '{');
  expect(readWindowState(file)).toEqual(first);
  writeFileSync(file, JSON.stringify({ bounds: { x: 0 }, isMaximized: 'yes' }));
  expect(readWindowState(file)).toEqual(first);
});

test('does not fail where it cannot remember', () => {
  const state = { bounds, isMaximized: false, language: null };
  expect(() => writeWindowState('/dev/null/window.json', state)).not.toThrow();
});

test('forgets a place that no screen shows any more', () => {
  expect(usableBounds(bounds, [screen])).toEqual(bounds);
  expect(usableBounds({ ...bounds, x: 2500 }, [screen])).toBeNull();
  expect(usableBounds({ ...bounds, x: 2500 }, [screen, { ...screen, x: 1920 }])).not.toBeNull();
  expect(usableBounds({ ...bounds, y: -600 }, [screen])).toBeNull();
  expect(usableBounds(null, [screen])).toBeNull();
});
