import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { CountingBaseline } from '../../../app/contract/corpus.ts';
import { Baselines } from '../../../app/engine/texts/baselines.ts';
import type { OpenedCorpus } from '../../../app/library/interfaces.ts';
import { bundleCounting } from '../../corpus/counting/counting-script.ts';
import { idsOf, rhyme } from '../../corpus/counting/rhyme.ts';
import { temporaryFolder } from '../../library/fixtures.ts';

const asked = { validation: 0.1, test: 0, minimumCount: 1, coverage: 1 };

let script = '';

beforeAll(async () => {
  script = await bundleCounting();
});

function openBaselines(from = script): Baselines {
  const baselines = new Baselines(from, () => undefined);
  onTestFinished(() => baselines.close());
  return baselines;
}

/** As much of an opened corpus as counting looks at. */
async function corpusOf(
  text: string,
  { hash = 'sha256:1', id = 'rhyme' } = {},
): Promise<OpenedCorpus> {
  const { idsPath, alphabet, documentEnds } = await idsOf(text);
  return { record: { id, hash, alphabet, documentEnds }, idsPath } as OpenedCorpus;
}

const cancelled = { code: 'cancelled' };

const fileOf = ({ idsPath }: OpenedCorpus) => join(idsPath, '..', 'counting.json');

describe('baselines', () => {
  test('are counted once and then remembered beside the corpus', async () => {
    const corpus = await corpusOf(rhyme(60));
    const counted = await openBaselines().find(corpus, asked);
    expect(counted.loss).toBeGreaterThan(0);
    // Nothing that could count is there any more.
    const remembered = await openBaselines('no-such-script.js').find(corpus, asked);
    expect(remembered).toEqual(counted);
  });

  test('are counted for each cut-off and for each text', async () => {
    const corpus = await corpusOf(rhyme(60));
    const baselines = openBaselines();
    const first = await baselines.find(corpus, asked);
    const cut = await baselines.find(corpus, { ...asked, minimumCount: 200 });
    expect(cut.loss).not.toBe(first.loss);
    const { record, idsPath } = await corpusOf(rhyme(90), { hash: 'sha256:2' });
    await writeFile(corpus.idsPath, await readFile(idsPath));
    const other = await baselines.find({ record, idsPath: corpus.idsPath }, asked);
    expect(other.loss).not.toBe(first.loss);
  });

  test('are the same answer for all who ask while it is counted', async () => {
    const corpus = await corpusOf(rhyme(60));
    const baselines = openBaselines();
    const [first, second] = await Promise.all([
      baselines.find(corpus, asked),
      baselines.find(corpus, asked),
    ]);
    expect(second).toBe(first);
  });

  test('are counted anew where what was remembered cannot be read', async () => {
    const corpus = await corpusOf(rhyme(60));
    await writeFile(fileOf(corpus), '[{"key":1}');
    const baseline = await openBaselines().find(corpus, asked);
    const kept = JSON.parse(await readFile(fileOf(corpus), 'utf8')) as {
      baseline: CountingBaseline;
    }[];
    expect(kept).toEqual([{ key: expect.any(String), baseline }]);
  });

  test('come to an end with what is wrong with the corpus', async () => {
    const corpus = await corpusOf(rhyme(60));
    await rm(corpus.idsPath);
    await expect(openBaselines().find(corpus, asked)).rejects.toMatchObject({
      code: 'corpus-changed',
    });
  });

  test('are given up when the engine closes', async () => {
    const corpus = await corpusOf(rhyme(60));
    const baselines = openBaselines();
    const running = expect(baselines.find(corpus, asked)).rejects.toMatchObject(cancelled);
    const waiting = baselines.find(corpus, { ...asked, test: 0.1 });
    const alsoGivenUp = expect(waiting).rejects.toMatchObject(cancelled);
    await baselines.close();
    await Promise.all([running, alsoGivenUp]);
    await expect(baselines.find(corpus, asked)).rejects.toMatchObject(cancelled);
  });

  test('are given up for one corpus, and counted for the others', async () => {
    const [corpus, other] = [await corpusOf(rhyme(60)), await corpusOf(rhyme(60), { id: 'other' })];
    const baselines = openBaselines();
    const ofOther = baselines.find(other, asked);
    const first = expect(baselines.find(corpus, asked)).rejects.toMatchObject(cancelled);
    const second = baselines.find(corpus, { ...asked, test: 0.1 });
    const alsoGivenUp = expect(second).rejects.toMatchObject(cancelled);
    await baselines.cancel('rhyme');
    await Promise.all([first, alsoGivenUp]);
    expect((await ofOther).loss).toBeGreaterThan(0);
    await expect(readFile(fileOf(corpus))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('are ended in the middle, without waiting for what they wait for', async () => {
    const script = join(await temporaryFolder(), 'endless.mjs');
    await writeFile(script, 'setInterval(() => undefined, 1000);');
    const baselines = openBaselines(script);
    const endless = expect(
      baselines.find(await corpusOf(rhyme(60), { id: 'endless' }), asked),
    ).rejects.toMatchObject(cancelled);
    const waiting = expect(baselines.find(await corpusOf(rhyme(60)), asked)).rejects.toMatchObject(
      cancelled,
    );
    await baselines.cancel('rhyme');
    await waiting;
    await baselines.cancel('endless');
    await endless;
  });
});
