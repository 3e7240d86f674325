import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ReadingThread } from '../../../app/engine/texts/reading-thread.ts';
import { temporaryFolder } from '../../library/fixtures.ts';

const inputs = [{ kind: 'text', name: 'a', text: 'a' } as const];

/** A thread that runs these lines in place of reading. */
async function threadOf(lines: string): Promise<ReadingThread> {
  const script = join(await temporaryFolder(), 'thread.mjs');
  await writeFile(script, `import { parentPort } from 'node:worker_threads';\n${lines}`);
  const reading = new ReadingThread(script);
  onTestFinished(() => reading.close());
  return reading;
}

test('a thread that memory does not suffice for says so, and the next text gets another', async () => {
  const reading = await threadOf(`parentPort.once('message', () => {
    throw Object.assign(new Error('heap'), { code: 'ERR_WORKER_OUT_OF_MEMORY' });
  });`);
  const outOfMemory = { code: 'out-of-memory' };
  await expect(reading.inspect(inputs)).rejects.toMatchObject(outOfMemory);
  await expect(reading.inspect(inputs)).rejects.toMatchObject(outOfMemory);
});

test('a thread that is closed reads nothing, begun before or asked for after', async () => {
  const reading = await threadOf(`parentPort.on('message', () => undefined);`);
  const cancelled = { code: 'cancelled' };
  const begun = expect(reading.inspect(inputs)).rejects.toMatchObject(cancelled);
  await reading.close();
  await begun;
  await expect(reading.inspect(inputs)).rejects.toMatchObject(cancelled);
});
