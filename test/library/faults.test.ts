import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EngineError } from '../../app/contract/errors.ts';
import { openLibrary } from '../../app/library/library.ts';
import { actions, type ScenarioName } from './actions.ts';
import { failingFileSystem } from './file-systems.ts';
import { filesIn, temporaryFolder } from './fixtures.ts';
import { scenarios } from './scenarios.ts';

const names = Object.keys(scenarios) as ScenarioName[];

describe.each(names)('%s', (name) => {
  const { prepare, check } = scenarios[name];

  test.each([
    ['once', 'EIO', false],
    ['from then on, as a full disk does', 'ENOSPC', true],
  ])(
    'leaves the state before or after when any operation fails %s',
    async (_, code, staysBroken) => {
      const folder = await temporaryFolder();
      const prepared = join(folder, 'prepared');
      const id = await prepare(await openLibrary({ home: prepared }));
      const outcomes = new Set<string>();
      for (let n = 1; ; n++) {
        const home = join(folder, `run-${n}`);
        await cp(prepared, home, { recursive: true });
        const failing = failingFileSystem(code, { staysBroken });
        const library = await openLibrary({ home, fileSystem: failing.fileSystem });
        failing.arm(n);
        const error = await actions[name](library, id).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        const cameToIt = failing.isDone;
        failing.disarm();
        if (error !== null) expect(error).toBeInstanceOf(EngineError);
        // Once as the same process would go on, once as the next start finds it.
        const tookPlace = await check(await openLibrary({ home }), id);
        if (error === null) expect(tookPlace).toBe(true);
        const left = (await filesIn(home)).filter((path) => path.includes('.tmp-'));
        expect(left).toEqual([]);
        outcomes.add(
          `${error === null ? 'succeeded' : 'failed'}, ${tookPlace ? 'after' : 'before'}`,
        );
        if (!cameToIt) break;
      }
      expect(outcomes).toContain('failed, before');
      expect(outcomes).toContain('succeeded, after');
    },
  );
});
