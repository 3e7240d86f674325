import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLibrary } from '../../app/library/library.ts';
import { isLocked, lockHolder, takeLock } from '../../app/library/lock.ts';
import { filesIn, temporaryFolder } from './fixtures.ts';
import { bundleDoomedProcess, startAndWait } from './processes.ts';
import { tinyModel } from './samples.ts';

let bundled: string;
let script: string;

beforeAll(async () => {
  bundled = await mkdtemp(join(tmpdir(), 'charloom-holder-'));
  script = await bundleDoomedProcess(bundled);
});

afterAll(() => rm(bundled, { recursive: true, force: true }));

describe('a lock', () => {
  test('is held by one and can be taken again after its release', async () => {
    const folder = await temporaryFolder();
    const lock = await takeLock(folder);
    expect(await takeLock(folder)).toBeNull();
    expect(await isLocked(folder)).toBe(true);
    expect(await lockHolder(folder)).toBe(process.pid);
    await lock!.release();
    expect(await isLocked(folder)).toBe(false);
    const again = await takeLock(folder);
    expect(again).not.toBeNull();
    await again!.release();
    if (process.platform !== 'darwin') expect(await filesIn(folder)).toEqual([]);
  });

  test('belongs to one folder, by whatever path it is reached', async () => {
    const folder = await temporaryFolder();
    const other = await temporaryFolder();
    const link = join(other, 'link');
    await symlink(folder, link);
    const lock = await takeLock(folder);
    expect(await isLocked(link)).toBe(true);
    expect(await isLocked(other)).toBe(false);
    await lock!.release();
  });

  test('is not believed of a file that a killed process left behind', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'lock'), `{"process":${process.pid},"since":"2099-01-01"}`);
    expect(await isLocked(folder)).toBe(false);
    const lock = await takeLock(folder);
    expect(lock).not.toBeNull();
    await lock!.release();
  });

  test('names nobody where the file beside it says nothing', async () => {
    const folder = await temporaryFolder();
    expect(await lockHolder(folder)).toBeNull();
    await writeFile(join(folder, 'lock'), 'not JSON');
    expect(await lockHolder(folder)).toBeNull();
  });
});

describe('a model that another process holds', () => {
  async function heldModel() {
    const home = await temporaryFolder();
    const library = await openLibrary({ home });
    const { id } = await library.models.create(tinyModel());
    const holder = await startAndWait(script, ['hold', home, id]);
    return { library, id, holder, home };
  }

  test('cannot be written, and the error names the process', async () => {
    const { library, id, holder } = await heldModel();
    const busy = {
      code: 'model-busy',
      message: expect.stringContaining(`process ${holder.pid}`) as string,
      details: { id, process: holder.pid },
    };
    await expect(library.models.acquire(id)).rejects.toMatchObject(busy);
    await expect(library.models.rename(id, 'Other')).rejects.toMatchObject(busy);
    await expect(library.models.remove(id)).rejects.toMatchObject(busy);
    expect((await library.models.read(id)).state).toBe('training');
    expect((await library.models.list())[0]!.state).toBe('training');
    holder.stdin!.end();
    await once(holder, 'close');
    const lock = await library.models.acquire(id);
    await lock.release();
  });

  test('is free and interrupted at once when that process is killed', async () => {
    const { library, id, holder, home } = await heldModel();
    holder.kill('SIGKILL');
    await once(holder, 'close');
    expect((await library.models.read(id)).state).toBe('interrupted');
    expect((await library.models.show(id)).state).toBe('interrupted');
    // The record itself is left to whoever takes it up.
    expect(await readFile(join(home, 'models', id, 'model.json'), 'utf8')).toContain('"training"');
    const lock = await library.models.acquire(id);
    await library.models.update(id, { state: 'training' });
    expect((await library.models.read(id)).state).toBe('training');
    await lock.release();
  });
});
