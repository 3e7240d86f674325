// The writing loop over a fake stepper whose logits are a plain function of what it has been fed.

import { describe, expect, test } from 'vitest';
import { defaultCleaning } from '../../app/contract/cleaning.ts';
import { defaultSampling } from '../../app/contract/defaults.ts';
import type { SamplingOptions } from '../../app/contract/sampling.ts';
import { Vocabulary } from '../../app/corpus/vocabulary/vocabulary.ts';
import { hash32 } from '../../app/model/random.ts';
import type { Stepper } from '../../app/model/stepper/stepper.ts';
import { generate, type GenerationSummary } from '../../app/sampling/generate.ts';
import { encodePrompt } from '../../app/sampling/prompt.ts';

const vocabulary = Vocabulary.fromCharacters([
  '<unk>',
  '<end>',
  'a',
  'b',
  'c',
  '\n',
  '字',
  '😀',
  'é',
]);

const reader = { vocabulary, normalisation: defaultCleaning };

interface FakeStepper extends Stepper {
  fed: number[];
}

/** Logits are what `score` says of everything fed since the last reset. */
function fakeStepper(score: (fed: readonly number[], index: number) => number): FakeStepper {
  const fed: number[] = [];
  const logits = new Float32Array(vocabulary.size);
  const current = () => {
    for (let index = 0; index < logits.length; index++) logits[index] = score(fed, index);
    return logits;
  };
  return {
    fed,
    feed(index) {
      fed.push(index);
      return current();
    },
    feedAll(indices) {
      fed.push(...indices);
      return current();
    },
    reset: () => void fed.splice(0),
    dispose: () => undefined,
  };
}

/** Seemingly random logits that depend on the whole past; `<end>` is all but impossible. */
const hashed = () =>
  fakeStepper((fed, index) =>
    index === 1
      ? -50
      : hash32(
          fed.reduce((key, next) => hash32(key, next), 1),
          index,
        ) /
        2 ** 31,
  );

/** Writes the given text, whatever has been fed before it. */
function reciting(text: string, promptLength: number): FakeStepper {
  const indices = [...text].map((character) =>
    character === '|' ? 1 : vocabulary.indexOf(character),
  );
  return fakeStepper((fed, index) => (indices[fed.length - promptLength] === index ? 20 : 0));
}

interface Written {
  text: string;
  pieces: string[];
  summary: GenerationSummary;
}

/** A clock that moves on by `tickMs` whenever it is read. */
function ticking(tickMs: number): () => number {
  let time = 0;
  return () => (time += tickMs);
}

async function write(
  stepper: Stepper,
  prompt: string,
  options: Partial<SamplingOptions>,
  now = ticking(1),
): Promise<Written> {
  const writing = generate({
    stepper,
    ...reader,
    prompt,
    options: { ...defaultSampling, ...options },
    now,
  });
  const pieces: string[] = [];
  for (;;) {
    const next = await writing.next();
    if (next.done === true) return { text: pieces.join(''), pieces, summary: next.value };
    pieces.push(next.value);
  }
}

describe('generate', () => {
  test('writes the most probable characters at temperature 0', async () => {
    const { text, summary } = await write(reciting('abc字😀', 2), 'ab', {
      temperature: 0,
      length: 5,
    });
    expect(text).toBe('abc字😀');
    expect(summary).toMatchObject({ reason: 'length', characters: 5 });
  });

  test('feeds the prompt and then every character that it wrote', async () => {
    const stepper = hashed();
    const { text } = await write(stepper, 'ab', { length: 4 });
    expect(stepper.fed).toEqual(
      [...vocabulary.encode('ab'), ...vocabulary.encode(text)].slice(0, -1),
    );
  });

  test('starts from a fresh state each time', async () => {
    const stepper = hashed();
    const first = await write(stepper, 'a', { length: 30 });
    const second = await write(stepper, 'a', { length: 30 });
    expect(second.text).toBe(first.text);
  });

  test('starts like a new line without a prompt', async () => {
    const stepper = hashed();
    await write(stepper, '', { length: 1 });
    expect(stepper.fed).toEqual([vocabulary.indexOf('\n')]);
  });

  test('gives the same text for the same seed, however it is cut into pieces', async () => {
    const whole = await write(hashed(), 'b', { length: 200, seed: 5 }, () => 0);
    const cut = await write(hashed(), 'b', { length: 200, seed: 5 }, ticking(20));
    expect(whole.pieces).toHaveLength(1);
    expect(cut.pieces.length).toBeGreaterThan(50);
    expect(cut.text).toBe(whole.text);
  });

  test('gives different texts for different seeds', async () => {
    const texts = await Promise.all(
      [1, 2, 3].map(async (seed) => (await write(hashed(), 'b', { length: 40, seed })).text),
    );
    expect(new Set(texts).size).toBe(3);
  });

  test('sends pieces at most thirty times a second', async () => {
    const { pieces } = await write(hashed(), 'b', { length: 300 }, ticking(1));
    const middle = pieces.slice(0, -1);
    for (const piece of middle) expect([...piece].length).toBeGreaterThanOrEqual(33);
  });

  test('lets the event loop run between two pieces', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await write(hashed(), 'b', { length: 500 }, ticking(20));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
  });

  test('ends when the reader returns', async () => {
    const stepper = hashed();
    const options = { ...defaultSampling, length: 1_000_000 };
    const now = ticking(10);
    const writing = generate({ stepper, ...reader, prompt: 'a', options, now });
    await writing.next();
    const fed = stepper.fed.length;
    await writing.return({ reason: 'length', characters: 0, charsPerSecond: 0 });
    expect(stepper.fed).toHaveLength(fed);
    expect((await writing.next()).done).toBe(true);
  });

  test('can be ended while it reads a long prompt', async () => {
    const stepper = hashed();
    const options = { ...defaultSampling, length: 5 };
    const prompt = 'ab'.repeat(5_000);
    const writing = generate({ stepper, ...reader, prompt, options, now: ticking(1) });
    expect(await writing.next()).toEqual({ done: false, value: '' });
    await writing.return({ reason: 'length', characters: 0, charsPerSecond: 0 });
    expect(stepper.fed.length).toBeLessThan(prompt.length);
  });

  test('reads a long prompt whole', async () => {
    const stepper = hashed();
    const prompt = 'abc'.repeat(400);
    await write(stepper, prompt, { length: 1 });
    expect(stepper.fed).toEqual([...vocabulary.encode(prompt)]);
  });

  test('ends at the end of a document, which is not written', async () => {
    const { text, summary } = await write(reciting('ab|c', 1), 'a', { temperature: 0 });
    expect(text).toBe('ab');
    expect(summary).toMatchObject({ reason: 'end-of-document', characters: 2 });
  });

  test('ends after a stop text and keeps it', async () => {
    const options = { temperature: 0, stop: ['c字'] };
    const { text, summary } = await write(reciting('abc字abc', 1), 'a', options);
    expect(text).toBe('abc字');
    expect(summary.reason).toBe('stop-text');
  });

  test('finds a stop text that lies across two pieces', async () => {
    const options = { temperature: 0, stop: ['bca'] };
    const { text, pieces } = await write(reciting('abcabc', 1), 'a', options, ticking(40));
    expect(pieces).toEqual(['a', 'b', 'c', 'a']);
    expect(text).toBe('abca');
  });

  test('takes the first of several stop texts', async () => {
    const options = { temperature: 0, stop: ['字', '\n', 'zz'] };
    expect((await write(reciting('ab\nc字', 1), 'a', options)).text).toBe('ab\n');
  });

  test('does not take the prompt for a stop text', async () => {
    const options = { temperature: 0, stop: ['ab'], length: 3 };
    expect((await write(reciting('bca', 1), 'a', options)).text).toBe('bca');
  });

  test('does not stop at half of a character', async () => {
    const lowSurrogate = '😀'.slice(1);
    const options = { temperature: 0, stop: [lowSurrogate], length: 3 };
    expect((await write(reciting('a😀b', 1), 'a', options)).text).toBe('a😀b');
  });

  test('counts the length in code points', async () => {
    const { text, summary } = await write(reciting('😀😀😀😀', 1), 'a', {
      temperature: 0,
      length: 3,
    });
    expect(text).toBe('😀😀😀');
    expect(summary.characters).toBe(3);
  });

  test('never writes <unk>, however likely it is', async () => {
    const stepper = fakeStepper((_, index) => (index === 0 ? 100 : index === 1 ? -100 : 0));
    const { text } = await write(stepper, 'a', { length: 500, temperature: 2 });
    expect([...text]).toHaveLength(500);
    expect(vocabulary.encode(text)).not.toContain(0);
  });

  test('measures the speed without the prompt', async () => {
    const { summary } = await write(hashed(), 'a', { length: 100 }, ticking(10));
    // About a hundred characters, the clock read once for each and once after each piece.
    expect(summary.charsPerSecond).toBeGreaterThan(60);
    expect(summary.charsPerSecond).toBeLessThan(110);
  });

  test('fails where the model gives no finite numbers', async () => {
    const stepper = fakeStepper(() => NaN);
    await expect(write(stepper, 'a', {})).rejects.toMatchObject({ code: 'model-not-finite' });
  });
});

describe('encodePrompt', () => {
  test('reports each unknown character once, in order', () => {
    const { indices, unknownCharacters } = encodePrompt(reader, 'a猫b🐈猫');
    expect([...indices]).toEqual([2, 0, 3, 0, 0]);
    expect(unknownCharacters).toEqual(['猫', '🐈']);
  });

  test('brings a prompt into the form of the corpus', () => {
    expect([...encodePrompt(reader, 'e\u0301\r\n\r').indices]).toEqual([8, 5, 5]);
    const normalisation = { ...defaultCleaning, lowerCase: true, fullWidth: true, blanks: true };
    const { indices } = encodePrompt({ vocabulary, normalisation }, 'Ａ\tB字\n');
    expect([...indices]).toEqual([2, 0, 3, 6, 5]);
  });
});
