// kill -9 before every single change to the disk, in a process of its own.

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLibrary } from '../../app/library/library.ts';
import type { ScenarioName } from './actions.ts';
import { filesIn, temporaryFolder } from './fixtures.ts';
import { bundleDoomedProcess, runToEnd } from './processes.ts';
import { scenarios } from './scenarios.ts';

let folder: string;
let script: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charloom-doomed-'));
  script = await bundleDoomedProcess(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const names: ScenarioName[] = [
  'writing a checkpoint',
  'changing a model',
  'appending to a log',
  'removing a model',
  'importing a corpus',
];

describe('a process that is killed', () => {
  test.each(names)(
    'while %s leaves the state before or after',
    { timeout: 120_000 },
    async (name) => {
      const { prepare, check } = scenarios[name];
      const base = await temporaryFolder();
      const prepared = join(base, 'prepared');
      const id = await prepare(await openLibrary({ home: prepared }));
      for (let n = 1; ; n++) {
        const home = join(base, `run-${n}`);
        await cp(prepared, home, { recursive: true });
        const { code, signal, errors } = await runToEnd(script, [name, home, id, String(n)]);
        expect(errors).toBe('');
        const library = await openLibrary({ home });
        const tookPlace = await check(library, id);
        expect((await filesIn(home)).filter((path) => path.includes('.tmp-'))).toEqual([]);
        if (code === 0) {
          expect(tookPlace).toBe(true);
          expect(n).toBeGreaterThan(2);
          break;
        }
        // Windows ends a process without telling of signals.
        if (process.platform !== 'win32') expect(signal).toBe('SIGKILL');
      }
    },
  );
});
