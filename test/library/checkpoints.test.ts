import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeCheckpoint } from '../../app/library/checkpoint-file.ts';
import { openLibrary } from '../../app/library/library.ts';
import { temporaryFolder } from './fixtures.ts';
import { tinyCheckpoint, tinyModel } from './samples.ts';

async function modelWithCheckpoints(...steps: number[]) {
  const home = await temporaryFolder();
  const { models } = await openLibrary({ home });
  const { id } = await models.create(tinyModel());
  for (const step of steps) await models.writeCheckpoint(id, tinyCheckpoint(step));
  const folder = join(home, 'models', id, 'checkpoints');
  return {
    models,
    id,
    folder,
    read: () => models.readCheckpoint(id),
    pathOf: async (step: number) => {
      const name = (await readdir(folder)).find((file) => file.includes(`-step-${step}.`));
      return join(folder, name!);
    },
  };
}

describe('a checkpoint', () => {
  test('comes back bit by bit', async () => {
    const { models, id, read } = await modelWithCheckpoints();
    expect(await read()).toBeNull();
    const odd = new Float32Array([-0, 1e-45, NaN, -Infinity, 3.4e38, 1 / 3]);
    const shared = new Int32Array(new SharedArrayBuffer(400_000));
    shared.forEach((_, at) => (shared[at] = at * 7919));
    const tensors = new Map<string, Float32Array | Int32Array>([
      ['odd values', odd],
      ['shared', shared],
      ['a part', new Float32Array(100).fill(2).subarray(10, 20)],
      ['none', new Int32Array(0)],
    ]);
    const metadata = { nested: [{ a: null, b: 'ü\n字' }], '10': 1.5, '2': true };
    await models.writeCheckpoint(id, { step: 5, metadata, tensors });
    const checkpoint = (await read())!;
    expect(checkpoint).toMatchObject({ step: 5, metadata, damage: null });
    expect([...checkpoint.tensors.keys()]).toEqual([...tensors.keys()]);
    const bytes = (values: Float32Array | Int32Array) =>
      Buffer.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice());
    for (const [name, values] of tensors) {
      const back = checkpoint.tensors.get(name)!;
      expect(back.constructor).toBe(values.constructor);
      expect(bytes(back).equals(bytes(values))).toBe(true);
    }
  });

  test('stands beside the one before it, and CURRENT names it', async () => {
    const { folder, read } = await modelWithCheckpoints(10, 20, 30, 30, 25);
    expect((await readdir(folder)).sort()).toEqual([
      '000004-step-30.safetensors',
      '000005-step-25.safetensors',
      'CURRENT',
    ]);
    expect(await readFile(join(folder, 'CURRENT'), 'utf8')).toBe('000005-step-25.safetensors\n');
    expect((await read())!.step).toBe(25);
  });

  test('is not written where its tensors change meanwhile', async () => {
    const checkpoint = tinyCheckpoint(1);
    const file = await encodeCheckpoint(checkpoint);
    checkpoint.tensors.get('parameters')![3] = 77;
    expect(() => [...file.pieces()]).toThrow('changed while it was written');
  });

  test('leaves the event loop its turns', async () => {
    const { models, id } = await modelWithCheckpoints();
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const tensors = new Map([['large', new Float32Array(8_000_000)]]);
    await models.writeCheckpoint(id, { step: 1, metadata: null, tensors });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });
});

describe('a damaged checkpoint', () => {
  test('gives way to the one before it, and says so', async () => {
    const { pathOf, read } = await modelWithCheckpoints(10, 20);
    const path = await pathOf(20);
    const bytes = await readFile(path);
    bytes[bytes.length - 100]! ^= 4;
    await writeFile(path, bytes);
    const checkpoint = (await read())!;
    expect(checkpoint.step).toBe(10);
    expect(checkpoint.damage).toMatch(
      /newest checkpoint .*step-20.* could not be used: its hash does not fit its content\. The one before it, at step 10, was taken/,
    );
  });

  test('is found out by any byte that changed or is missing', { timeout: 60_000 }, async () => {
    const { pathOf, read } = await modelWithCheckpoints(10, 20);
    const path = await pathOf(20);
    const whole = await readFile(path);
    for (let at = 0; at < whole.length; at += at < 400 ? 7 : 97) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1;
      await writeFile(path, changed);
      expect((await read())!.step).toBe(10);
      await writeFile(path, whole.subarray(0, at));
      expect((await read())!.step).toBe(10);
    }
    await writeFile(path, whole);
    expect(await read()).toMatchObject({ step: 20, damage: null });
  });

  test('with no other beside it says that there is none', async () => {
    const { pathOf, read } = await modelWithCheckpoints(10, 20);
    await truncate(await pathOf(10), 50);
    await truncate(await pathOf(20), 50);
    await expect(read()).rejects.toMatchObject({
      code: 'checkpoint-invalid',
      message: expect.stringContaining('There is no other') as string,
    });
  });

  test('that is missing gives way too', async () => {
    const { pathOf, read } = await modelWithCheckpoints(10, 20);
    await rm(await pathOf(20));
    expect(await read()).toMatchObject({
      step: 10,
      damage: expect.stringContaining('the file is missing') as string,
    });
  });

  test.each(['', '../../../model.json', '000009-step-9.safetensors', '\0'])(
    'is not looked for where CURRENT says %j',
    async (content) => {
      const { folder, read } = await modelWithCheckpoints(10, 20);
      await writeFile(join(folder, 'CURRENT'), content);
      expect((await read())!.step).toBe(20);
    },
  );

  test('is replaced by the next one, whatever its state', async () => {
    const { models, id, pathOf, read, folder } = await modelWithCheckpoints(10, 20);
    await truncate(await pathOf(20), 50);
    await models.writeCheckpoint(id, tinyCheckpoint(15));
    expect(await read()).toMatchObject({ step: 15, damage: null });
    await models.writeCheckpoint(id, tinyCheckpoint(16));
    expect((await readdir(folder)).sort()).toEqual([
      '000003-step-15.safetensors',
      '000004-step-16.safetensors',
      'CURRENT',
    ]);
  });

  test('of a newer version is refused, not taken for damage', async () => {
    const { pathOf, read } = await modelWithCheckpoints(10);
    const path = await pathOf(10);
    const text = (await readFile(path)).toString('latin1');
    await writeFile(path, text.replace('formatVersion\\":1', 'formatVersion\\":2'), 'latin1');
    await expect(read()).rejects.toMatchObject({ code: 'library-too-new' });
  });
});
