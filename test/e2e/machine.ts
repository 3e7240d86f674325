// What this machine has for the tests in a browser and in a window, and where what they leave behind goes.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Page } from 'playwright';
import { repository } from '../../build/setup/folders.mjs';

/** The bundles under test. */
export const bundles = join(repository, 'out');

/** A library of the test's own, gone with it. */
export async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'charloom-e2e-'));
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  return home;
}

/**
 * When the test fails: a picture of the page and the engine's log, named in the output. To be called after
 * what closes the page is registered: the last registered runs first.
 */
export function keepEvidence(name: string, page: () => Page | null, home: string): void {
  onTestFinished(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const folder = join(bundles, 'test', 'e2e');
    mkdirSync(folder, { recursive: true });
    const picture = join(folder, `${name}.png`);
    const taken = await page()
      ?.screenshot({ path: picture, timeout: 10_000 })
      .catch((error: unknown) => error);
    console.error(taken instanceof Error ? taken.message : `Screenshot: ${picture}`);
    for (const log of ['engine.log', 'desktop.log']) {
      const path = join(home, 'logs', log);
      if (existsSync(path)) console.error(`${log}:\n${readFileSync(path, 'utf8').slice(-8000)}`);
    }
  });
}

/** A text in a small world of few words, long enough to be split and learned. */
export function makeText(sentences: number): string {
  const who = ['the miller', 'a crow', 'my sister', 'the tide', 'no one'];
  const does = ['waits for', 'remembers', 'sings to', 'turns from', 'follows'];
  const what = ['the river', 'a lamp', 'the old road', 'winter', 'the loom'];
  const lines = Array.from({ length: sentences }, (_, index) => {
    // Steps without a common divisor, so that every combination comes.
    const pick = (words: string[], step: number) => words[(index * step + (index >> 3)) % 5] ?? '';
    return `${pick(who, 2)} ${pick(does, 3)} ${pick(what, 4)}.`;
  });
  return lines.join('\n');
}

/** The same in Chinese. */
export function makeChineseText(sentences: number): string {
  const who = ['老人', '孩子', '一只鸟', '母亲', '过路的人'];
  const does = ['看着', '等着', '想起', '走过', '唱着'];
  const what = ['月亮', '小桥', '河边的树', '冬天', '远山'];
  const lines = Array.from({ length: sentences }, (_, index) => {
    const pick = (words: string[], step: number) => words[(index * step + (index >> 3)) % 5] ?? '';
    return `${pick(who, 2)}${pick(does, 3)}${pick(what, 4)}，${pick(who, 1)}${pick(does, 2)}${pick(what, 3)}。`;
  });
  return lines.join('\n');
}
