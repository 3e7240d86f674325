import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openLibrary } from '../../app/library/library.ts';
import { tinyModelFile } from '../formats/fixtures.ts';
import { emptyLibrary, filesIn, temporaryFolder } from './fixtures.ts';
import { tinyCheckpoint, tinyModel, tinyParameters } from './samples.ts';
import { progressAt, validationAt } from './scenarios.ts';

describe('a model', () => {
  test('is made fresh, in a readable folder of plain files', async () => {
    const { models, home } = await emptyLibrary();
    const record = await models.create(tinyModel('My First Model'));
    expect(record).toMatchObject({
      id: expect.stringMatching(/^my-first-model-[0-9a-f]{8}$/) as string,
      formatVersion: 1,
      state: 'fresh',
      origin: 'trained',
      trainedAt: null,
      results: { steps: 0, bestValidationLoss: null },
    });
    expect(await filesIn(home)).toEqual([`models/${record.id}/model.json`]);
    const text = await readFile(join(home, 'models', record.id, 'model.json'), 'utf8');
    expect(text).toContain('\n  "name": "My First Model",\n');
    expect(JSON.parse(text)).toEqual(record);
    expect(await models.read(record.id)).toEqual(record);
  });

  test('says what it was fine-tuned from', async () => {
    const { models } = await emptyLibrary();
    const parent = { id: 'elder-12345678', name: 'Elder', bestValidationLoss: 1.5 };
    const { id } = await models.create({ ...tinyModel(), parent });
    expect((await models.read(id)).parent).toEqual(parent);
    expect((await models.list())[0]).toMatchObject({ parent });
  });

  test('changes by what is patched and keeps the rest', async () => {
    const { models } = await emptyLibrary();
    const record = await models.create(tinyModel());
    const results = { ...record.results, steps: 7, bestValidationLoss: 1.5 };
    const updated = await models.update(record.id, { results, state: 'finished' });
    expect(updated).toEqual({ ...record, results, state: 'finished' });
    expect(await models.read(record.id)).toEqual(updated);
    expect(await models.rename(record.id, '新名字')).toMatchObject({ name: '新名字', results });
  });

  test('loses no change among many at once', async () => {
    const { models } = await emptyLibrary();
    const { id, results } = await models.create(tinyModel());
    await Promise.all([
      ...Array.from({ length: 10 }, (_, at) => models.update(id, { machine: `machine ${at}` })),
      models.update(id, { results: { ...results, steps: 99 } }),
      models.rename(id, 'Renamed'),
    ]);
    expect(await models.read(id)).toMatchObject({
      name: 'Renamed',
      machine: 'machine 9',
      results: { steps: 99 },
    });
  });

  test('is listed newest first, with a spark line of its validations', async () => {
    const { models } = await emptyLibrary();
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const first = await models.create(tinyModel('First'));
    for (let step = 1; step <= 100; step++) {
      await models.appendMetrics(first.id, validationAt(step, 100 - step));
    }
    vi.setSystemTime(Date.now() + 1000);
    const second = await models.create(tinyModel('Second'));
    const [newest, oldest] = await models.list();
    expect(newest).toMatchObject({ id: second.id, spark: [], vocabularySize: 7 });
    expect(oldest!.spark).toHaveLength(40);
    expect([oldest!.spark[0], oldest!.spark.at(-1)]).toEqual([99, 0]);
    await models.appendMetrics(second.id, validationAt(5, 3.5));
    expect((await models.list())[0]!.spark).toEqual([3.5]);
  });

  test('shows its characters, its size and its history', async () => {
    const { models, home } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    await models.appendMetrics(id, progressAt(1));
    await models.appendMetrics(id, validationAt(1, 2.5));
    await models.appendMetrics(id, {
      type: 'plan',
      step: 1,
      steps: 900,
      characters: 0,
      seconds: 3,
    });
    await models.appendSample(id, { step: 1, seconds: 15, text: 'der Anfang\n字' });
    await models.writeBest(id, tinyParameters());
    const details = await models.show(id);
    expect(details.characters).toEqual(['e', 'é', '字', '𠮷', '\n']);
    expect(details.history.training).toEqual([
      {
        step: 1,
        epoch: 0.01,
        loss: 2,
        gradientNorm: 1,
        clippedShare: 0.25,
        layerGradientNorms: [0.5, 0.75],
      },
    ]);
    expect(details.history.validation[0]).toMatchObject({
      step: 1,
      loss: 2.5,
      accuracy: 0.5,
      topFiveAccuracy: 0.75,
    });
    expect(details.history.samples).toEqual([{ step: 1, seconds: 15, text: 'der Anfang\n字' }]);
    const weights = await readFile(join(home, 'models', id, 'best.safetensors'));
    expect(details.sizeBytes).toBeGreaterThan(weights.length);
  });

  test('is removed whole', async () => {
    const { models, home } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    await models.writeCheckpoint(id, tinyCheckpoint(1));
    await models.remove(id);
    expect(await models.list()).toEqual([]);
    expect(await filesIn(home)).toEqual([]);
    await expect(models.read(id)).rejects.toMatchObject({ code: 'model-not-found' });
  });

  test('is not removed or taken twice while a run of this process holds it', async () => {
    const { models } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    const lock = await models.acquire(id);
    await expect(models.remove(id)).rejects.toMatchObject({ code: 'model-busy' });
    await expect(models.acquire(id)).rejects.toMatchObject({
      code: 'model-busy',
      message: expect.stringContaining('this Charloom is training it') as string,
    });
    await models.rename(id, 'Renamed while it trains');
    await lock.release();
    await lock.release();
    await models.remove(id);
  });

  test('waits in the queue of this process, and is interrupted for the next', async () => {
    const { models, home } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    await models.update(id, { state: 'queued' });
    expect((await models.read(id)).state).toBe('queued');
    const next = await openLibrary({ home });
    expect((await next.models.read(id)).state).toBe('interrupted');
    await models.update(id, { state: 'paused' });
    expect((await next.models.read(id)).state).toBe('paused');
  });
});

describe('a library with something wrong in it', () => {
  async function withDamage(damage: (path: string, text: string) => Promise<void>) {
    const library = await emptyLibrary();
    const good = await library.models.create(tinyModel('Good'));
    const bad = await library.models.create(tinyModel('Bad'));
    const path = join(library.home, 'models', bad.id, 'model.json');
    const text = await readFile(path, 'utf8');
    await damage(path, text);
    const damaged = await readFile(path, 'utf8').catch(() => null);
    const listed = await library.models.list();
    expect(listed.map((model) => model.id)).toEqual([good.id]);
    expect(library.logged.join()).toContain(bad.id);
    expect(await readFile(path, 'utf8').catch(() => null)).toBe(damaged);
    return { ...library, bad, path };
  }

  test.each<[string, (path: string, text: string) => Promise<void>]>([
    ['empty', (path) => truncate(path)],
    ['cut off', (path) => truncate(path, 100)],
    ['not JSON', (path) => writeFile(path, 'hello')],
    ['another thing', (path) => writeFile(path, '[1,2]')],
    ['with a wrong value', (path, text) => writeFile(path, text.replace('"fresh"', '"molten"'))],
    ['with an unknown key', (path, text) => writeFile(path, text.replace('{', '{"x":1,'))],
  ])('lists the others where a model.json is %s, and leaves it as it is', async (_, damage) => {
    const { models, bad, path } = await withDamage(damage);
    await expect(models.read(bad.id)).rejects.toMatchObject({ code: 'model-file-invalid' });
    await expect(models.update(bad.id, { name: 'x' })).rejects.toMatchObject({
      code: 'model-file-invalid',
    });
    expect(await models.unreadable()).toMatchObject([
      { id: bad.id, folder: dirname(path), error: { code: 'model-file-invalid' } },
    ]);
    await models.remove(bad.id);
    expect(await models.unreadable()).toEqual([]);
  });

  test('lists the others where a model.json is gone', async () => {
    const { models, bad } = await withDamage((path) => rm(path));
    await expect(models.read(bad.id)).rejects.toMatchObject({ code: 'model-not-found' });
    // An empty folder is no model that could be put right.
    expect(await models.unreadable()).toEqual([]);
  });

  test('refuses what a newer version has kept, and does not touch it', async () => {
    const { models, bad } = await withDamage((path, text) =>
      writeFile(
        path,
        text.replace('"formatVersion": 1', '"formatVersion": 2').replace('{', '{"x":1,'),
      ),
    );
    const tooNew = { code: 'library-too-new', details: { id: bad.id, version: 2, supported: 1 } };
    await expect(models.read(bad.id)).rejects.toMatchObject(tooNew);
    expect(await models.unreadable()).toMatchObject([{ id: bad.id, error: tooNew }]);
    await expect(models.update(bad.id, { name: 'x' })).rejects.toMatchObject(tooNew);
    await expect(models.readWeights(bad.id)).rejects.toMatchObject(tooNew);
  });

  test('takes a folder that a person copied for a model of its own', async () => {
    const { models, home } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    await cp(join(home, 'models', id), join(home, 'models', 'copy-of-it'), { recursive: true });
    expect((await models.list()).map((model) => model.id).sort()).toEqual(
      ['copy-of-it', id].sort(),
    );
    await models.rename('copy-of-it', 'Copy');
    expect((await models.read(id)).name).toBe('Tiny');
  });

  test('says so when a model is deleted from outside while it trains', async () => {
    const { models, home } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    const lock = await models.acquire(id);
    await rm(join(home, 'models', id), { recursive: true });
    const gone = { code: 'model-not-found' };
    await expect(models.appendMetrics(id, progressAt(1))).rejects.toMatchObject(gone);
    await expect(models.update(id, { state: 'paused' })).rejects.toMatchObject(gone);
    await expect(models.writeCheckpoint(id, tinyCheckpoint(1))).rejects.toMatchObject(gone);
    await expect(models.writeBest(id, tinyParameters())).rejects.toMatchObject(gone);
    await lock.release();
    expect(await filesIn(home)).toEqual([]);
  });

  test('ignores files and folders that are not its own', async () => {
    const { models, home } = await emptyLibrary();
    await writeFile(join(home, 'models', '.DS_Store'), '');
    await writeFile(join(home, 'models', 'notes.txt'), '');
    expect(await models.list()).toEqual([]);
  });
});

describe('weights', () => {
  test('come back as they were written', async () => {
    const { models } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    await expect(models.readWeights(id)).rejects.toMatchObject({ code: 'checkpoint-missing' });
    await models.writeBest(id, tinyParameters(3));
    expect(await models.readWeights(id)).toEqual(tinyParameters(3));
  });

  test('that are not numbers are never kept', async () => {
    const { models, home } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    await models.writeBest(id, tinyParameters());
    const poisoned = tinyParameters();
    poisoned[40] = NaN;
    await expect(models.writeBest(id, poisoned)).rejects.toMatchObject({
      code: 'model-not-finite',
    });
    expect(await models.readWeights(id)).toEqual(tinyParameters());
    expect((await filesIn(home)).filter((path) => path.includes('.tmp-'))).toEqual([]);
  });

  test('of another model in the place of these are refused', async () => {
    const { models, home } = await emptyLibrary();
    const { id } = await models.create({
      ...tinyModel(),
      vocabulary: ['<unk>', '<end>', ...'abcde'],
    });
    await writeFile(join(home, 'models', id, 'best.safetensors'), tinyModelFile());
    await expect(models.readWeights(id)).rejects.toMatchObject({ code: 'model-file-invalid' });
  });
});

describe('export and import', () => {
  test('give a model the same weights, vocabulary and figures again', async () => {
    const { models } = await emptyLibrary();
    const folder = await temporaryFolder();
    const path = join(folder, 'given away.safetensors');
    const { id, results } = await models.create(tinyModel('Original'));
    await models.writeBest(id, tinyParameters());
    const trained = {
      name: 'Renamed later',
      results: { ...results, steps: 12, bestValidationLoss: 1.25 },
      trainedAt: '2026-11-21T10:00:00.000Z',
      machine: 'a processor',
    };
    const record = await models.update(id, trained);
    const { sizeBytes } = await models.exportFile(id, path);
    expect((await readFile(path)).length).toBe(sizeBytes);

    const imported = await models.importFile(path);
    expect(imported).toEqual({
      ...record,
      id: expect.stringMatching(/^renamed-later-/) as string,
      createdAt: imported.createdAt,
      origin: 'imported',
      state: 'finished',
      corpus: { ...record.corpus, id: null },
    });
    expect(imported.id).not.toBe(id);
    expect(await models.readWeights(imported.id)).toEqual(tinyParameters());
    expect(await models.readCheckpoint(imported.id)).toBeNull();

    const shipped = await models.importFile(path, { name: 'Mine', origin: 'shipped' });
    expect(shipped).toMatchObject({ name: 'Mine', origin: 'shipped' });
  });

  test('leave nothing behind of a file that is refused', async () => {
    const { models, home } = await emptyLibrary();
    const path = join(await temporaryFolder(), 'bad.safetensors');
    await writeFile(path, tinyModelFile().subarray(0, -1));
    await expect(models.importFile(path)).rejects.toMatchObject({
      code: 'model-file-invalid',
      details: { file: 'bad.safetensors' },
    });
    await expect(models.importFile(join(home, 'none.safetensors'))).rejects.toMatchObject({
      code: 'model-file-invalid',
      message: expect.stringContaining('it is not there') as string,
    });
    await expect(models.importFile(home)).rejects.toMatchObject({ code: 'model-file-invalid' });
    expect(await filesIn(home)).toEqual([]);
  });

  test('take no path from a name inside a file', async () => {
    const { models, home } = await emptyLibrary();
    const { id } = await models.create(tinyModel('../../../outside'));
    expect(id).toMatch(/^outside-/);
    await models.writeBest(id, tinyParameters());
    const path = join(await temporaryFolder(), 'a.safetensors');
    await models.exportFile(id, path);
    const imported = await models.importFile(path);
    expect(imported.name).toBe('../../../outside');
    expect((await filesIn(home)).every((file) => file.startsWith('models/outside-'))).toBe(true);
  });

  test('never put a file in the place of a folder or a device', async () => {
    const { models, home } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    await models.writeBest(id, tinyParameters());
    for (const path of process.platform === 'win32' ? [home] : [home, '/dev/null']) {
      await expect(models.exportFile(id, path)).rejects.toMatchObject({
        code: 'library-unwritable',
      });
    }
  });

  test('say where the folder for a file is not there', async () => {
    const { models } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    await models.writeBest(id, tinyParameters());
    const path = join(await temporaryFolder(), 'nowhere', 'a.safetensors');
    await expect(models.exportFile(id, path)).rejects.toMatchObject({
      code: 'library-unwritable',
      details: { reason: 'there is no such folder' },
    });
  });

  test('refuse to export a model without weights', async () => {
    const { models } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    const path = join(await temporaryFolder(), 'a.safetensors');
    await expect(models.exportFile(id, path)).rejects.toMatchObject({ code: 'checkpoint-missing' });
  });
});

test('a home that cannot be a folder says so', async () => {
  const home = join(await temporaryFolder(), 'home');
  await writeFile(home, 'a file');
  await expect(openLibrary({ home })).rejects.toMatchObject({
    code: 'library-unwritable',
    details: { folder: home, reason: 'a file stands where a folder is needed' },
  });
});
