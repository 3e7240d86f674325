import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockAddress, withLock } from '../../../build/setup/lock.mjs';

const lockModule = new URL('../../../build/setup/lock.mjs', import.meta.url).href;
const waits: string[] = [];
const options = { onWait: () => waits.push('waited') };
let folder = '';
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charloom-lock-'));
  waits.length = 0;
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

/** A process that takes the lock and keeps it; the lines it prints come one by one. */
async function startHolder(
  address: string,
  work = 'await new Promise(() => setInterval(() => {}, 1e6))',
) {
  const script = `
    import { spawn } from 'node:child_process';
    import { heldDescriptors, withLock } from ${JSON.stringify(lockModule)};
    await withLock(${JSON.stringify(address)}, { onWait() {} }, async () => {
      ${work.includes('spawn') ? '' : "console.log('held');"}
      ${work}
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, line };
}

test('lets one work at a time, in any order of asking', async () => {
  const address = lockAddress(folder);
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(`${name} ends`);
  };
  await Promise.all(['a', 'b', 'c'].map((name) => withLock(address, options, work(name))));
  expect(seen).toHaveLength(6);
  for (let index = 0; index < 6; index += 2) {
    expect(seen[index + 1]).toBe(seen[index]?.replace('begins', 'ends'));
  }
});

test('lets go when the work throws', async () => {
  const address = lockAddress(folder);
  const failing = withLock(address, options, () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  expect(await withLock(address, options, async () => 'next')).toBe('next');
});

test('differs from folder to folder', () => {
  expect(lockAddress('/one')).not.toBe(lockAddress('/other'));
});

test('waits for another process, says so once, and goes on when that one is killed', async () => {
  const address = lockAddress(folder);
  const { child } = await startHolder(address);
  const result = withLock(address, { onWait: () => child.kill('SIGKILL') }, async () => 'mine');
  expect(await result).toBe('mine');
});

test.skipIf(process.platform === 'win32')(
  'takes over the socket file that a killed process left',
  async () => {
    const address = join(folder, 'lock.sock');
    const { child } = await startHolder(address);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect((await stat(address)).isSocket()).toBe(true);
    expect(await withLock(address, options, async () => 'mine')).toBe('mine');
    expect(waits).toEqual([]);
  },
);

test.skipIf(process.platform === 'win32')(
  'stays taken while a program lives on that a killed set-up had started',
  async () => {
    const address = lockAddress(folder);
    const { child, line } = await startHolder(
      address,
      `const orphan = spawn('sleep', ['1000'], { stdio: ['ignore', 'ignore', 'ignore', ...heldDescriptors()], detached: true });
       console.log(orphan.pid);
       await new Promise(() => setInterval(() => {}, 1e6));`,
    );
    child.kill('SIGKILL');
    await once(child, 'close');
    const endOrphan = () => void process.kill(Number(line), 'SIGKILL');
    expect(await withLock(address, { onWait: endOrphan }, async () => 'mine')).toBe('mine');
  },
);
