import { describe, expect, test } from 'vitest';
import { defaultRecipe } from '../../app/contract/defaults.ts';
import { EngineError } from '../../app/contract/errors.ts';
import { countingFor } from '../../renderer/state/baselines.svelte.ts';
import { Imports, type TextImport } from '../../renderer/state/imports.svelte.ts';
import type { Later } from '../../renderer/state/later.ts';
import { lossRange } from '../../renderer/state/loss-curve.ts';
import { Question } from '../../renderer/state/question.svelte.ts';
import { withMarks } from '../../renderer/state/visible-marks.ts';
import { cleaningWords } from '../../renderer/components/cleaning-words.ts';
import { countingFigure, countingSentence } from '../../renderer/components/counting-words.ts';
import { encodingLabel } from '../../renderer/components/encoding-words.ts';
import { defaultCleaning } from '../../app/contract/cleaning.ts';
import { openFolder } from '../../renderer/dropped-files.ts';
import { makeBaseline } from './fake-corpus.ts';
import { makeCorpus } from './fake-library.ts';
import { english } from './fake-text.ts';
import { openTestSession } from './test-session.ts';

const corpus = makeCorpus('letters', 'Letters', { text: english, times: 2 });
const baseline = makeBaseline(corpus, null);

/** Time that passes when it is told to. */
function makeClock(): { later: Later; pass: () => void } {
  let waiting: (() => void)[] = [];
  const later: Later = (action) => {
    waiting.push(action);
    return () => (waiting = waiting.filter((each) => each !== action));
  };
  return { later, pass: () => waiting.splice(0).forEach((action) => action()) };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a question', () => {
  test('is asked once, as it stands when the hand rests', async () => {
    const { later, pass } = makeClock();
    const asked: number[] = [];
    const question = new Question(async (value: number) => void asked.push(value), later);
    question.ask(1);
    question.ask(2);
    pass();
    await settle();
    expect(asked).toEqual([2]);
    expect(question).toMatchObject({ isAsking: false, answer: { request: 2 } });
  });

  test('shows no answer to an older one, and asks the newest when that is answered', async () => {
    const { later, pass } = makeClock();
    const answers: ((value: string) => void)[] = [];
    const question = new Question(
      (_: number) => new Promise<string>((resolve) => answers.push(resolve)),
      later,
    );
    question.ask(1);
    pass();
    question.ask(2);
    pass();
    expect(answers).toHaveLength(1);
    answers[0]?.('old');
    await settle();
    expect(question.answer).toBeNull();
    answers[1]?.('new');
    await settle();
    expect(question.answer).toEqual({ request: 2, reply: 'new' });
  });
});

describe('counting', () => {
  test('is asked once for a text and its parts', async () => {
    const { engine, session } = await openTestSession((fake) => fake.furnish());
    const request = { corpus: 'letters', validation: 0.1, test: 0, minimumCount: 1, coverage: 1 };
    const first = session.baselines.ask(request);
    expect(session.baselines.of(request)?.state).toBe('counting');
    await Promise.all([first, session.baselines.ask(request)]);
    expect(session.baselines.of(request)).toMatchObject({ state: 'counted' });
    session.baselines.offer(request, 100);
    expect(engine.countings).toBe(1);
    session.baselines.forget('letters');
    expect(session.baselines.of(request)?.state).toBe('unasked');
  });

  test('of a large text waits until a person asks', async () => {
    const { engine, session } = await openTestSession((fake) => fake.furnish());
    const request = { corpus: 'letters', validation: 0.1, test: 0, minimumCount: 1, coverage: 1 };
    session.baselines.offer(request, 200_000_000);
    expect(engine.countings).toBe(0);
    engine.failures.set('corpus.baseline', new EngineError('out-of-memory', 'Too little.'));
    await session.baselines.ask(request);
    expect(session.baselines.of(request)).toMatchObject({ state: 'failed' });
    engine.failures.clear();
    await session.baselines.ask(request);
    expect(session.baselines.of(request)).toMatchObject({ state: 'counted' });
  });

  test('belongs to a model whose text is still there as it was, and that was judged', () => {
    const reference = { id: corpus.id, name: '', hash: corpus.hash, characters: 1 };
    expect(countingFor(reference, defaultRecipe, [corpus])).toMatchObject({ validation: 0.1 });
    const other = { ...reference, hash: 'sha256:other' };
    expect(countingFor(other, defaultRecipe, [corpus])).toBeNull();
    expect(countingFor(reference, { ...defaultRecipe, validation: 0 }, [corpus])).toBeNull();
  });

  test('stands beside a result in words', async () => {
    const { language } = (await openTestSession()).session;
    expect(countingSentence(1.52, baseline, language)).toBe('0.06 nats better than counting.');
    expect(countingSentence(1.575, baseline, language)).toBe('0.005 nats better than counting.');
    expect(countingSentence(1.58, baseline, language)).toBe('Just as good as counting.');
    expect(countingSentence(1.7, baseline, language)).toContain('worse than counting');
    expect(countingFigure(1.52, baseline, language).value).toBe('0.060 nats better');
    language.use('zh-CN');
    expect(countingSentence(1.52, baseline, language)).toBe('比计数好 0.06 nats。');
  });

  test('is never out of sight in a chart', () => {
    const columns = { epoch: [1, 2], raw: [3, 2.9], smooth: [3, 2.9], validation: [null, 2.8] };
    const [low, high] = lossRange(columns, [1.58]);
    expect(low).toBeLessThan(1.58);
    expect(high).toBeGreaterThan(3);
  });
});

describe('a text', () => {
  test('is duplicated and merged, and the new one is looked at', async () => {
    const { session } = await openTestSession((engine) => engine.furnish());
    const before = session.texts.list.length;
    await session.texts.duplicate('letters', 'Second');
    expect(session.texts.details?.name).toBe('Second');
    await session.texts.merge(['letters', 'xin'], 'Both');
    expect(session.texts.details?.sources).toHaveLength(2);
    expect(session.texts.list).toHaveLength(before + 2);
  });

  test('shows that it is made of others, and can be called off', async () => {
    const { engine, session, settle } = await openTestSession((fake) => fake.furnish());
    const before = session.texts.list.length;
    let open: () => void = () => undefined;
    engine.importGate = new Promise((resolve) => (open = resolve));
    const merging = session.texts.merge(['letters', 'xin'], 'Both');
    const calledOff = expect(merging).rejects.toMatchObject({ code: 'cancelled' });
    await settle();
    const [{ operation, ...shown }] = session.texts.imports.list as [TextImport];
    expect(shown).toMatchObject({ name: 'Both', doneBytes: 1, totalBytes: 2 });
    await session.texts.cancelImport(operation);
    open();
    await calledOff;
    expect(session.texts.imports.list).toEqual([]);
    expect(session.texts.list).toHaveLength(before);
  });

  test('whose files have changed is read again, and all about it is asked anew', async () => {
    const { engine, session, settle } = await openTestSession((fake) => {
      fake.furnish();
      fake.sourceStates.set('letters', 'changed');
    });
    await session.study.sources.askNow({ corpus: 'letters' });
    expect(session.study.isOutdated('letters')).toBe(true);
    await session.texts.reimport(engine.corpora[0]!);
    await session.study.sources.askNow({ corpus: 'letters' });
    await settle();
    expect(session.study.isOutdated('letters')).toBe(false);
    expect(session.texts.details?.lines).toBe(7);
  });

  test('is trained on with the characters that its cut-off leaves', async () => {
    const { session } = await openTestSession((engine) => engine.furnish());
    session.makeModelWith('letters', { minimumCount: 5, coverage: 0.995 });
    expect(session.recipe.planRequest()?.recipe).toMatchObject({
      minimumCount: 5,
      coverage: 0.995,
    });
  });

  test('tells how long reading it will take once the pace means something', async () => {
    const { session } = await openTestSession();
    let nowMs = 0;
    const imports = new Imports(session.engine, () => nowMs);
    const what = { kind: 'reading' as const, name: 'Long', totalBytes: 100 };
    let finish = () => undefined as void;
    const running = imports.run(what, () => new Promise<void>((resolve) => (finish = resolve)));
    const { operation } = imports.list[0]!;
    const report = (doneBytes: number) => imports.report({ operation, doneBytes, totalBytes: 100 });
    nowMs = 500;
    report(10);
    expect(imports.list[0]).toMatchObject({ doneBytes: 10, secondsLeft: null });
    nowMs = 4000;
    report(40);
    expect(imports.list[0]).toMatchObject({ doneBytes: 40, secondsLeft: 6 });
    finish();
    await running;
    expect(imports.list).toEqual([]);
  });
});

describe('in words', () => {
  test('what is invisible is seen', () => {
    expect(withMarks('a  b\tc \r\nd\u200be')).toBe('a··b⇥c·␍↵\nd⟨200B⟩e');
    expect(withMarks('one blank')).toBe('one blank');
  });

  test('an encoding has its script beside it, in either language', async () => {
    const { language } = (await openTestSession()).session;
    expect(encodingLabel('gb18030', language)).toBe('GB18030 · Chinese');
    language.use('zh-CN');
    expect(encodingLabel('koi8-r', language)).toBe('KOI8-R · 西里尔字母');
  });

  test('cleaning says what is on beyond the usual', async () => {
    const { language } = (await openTestSession()).session;
    expect(cleaningWords(defaultCleaning, language)).toEqual([]);
    const cleaning = { ...defaultCleaning, lowerCase: true, lineEnds: false, remove: '0-9' };
    expect(cleaningWords(cleaning, language)).toEqual(['Lower case', 'Leave out these characters']);
  });
});

test('a dropped folder gives its texts in order, and says what it passes over', () => {
  const file = (path: string, text = 'a') => ({ file: new File([text], path), path });
  const { files, skipped } = openFolder([
    file('b.txt'),
    file('a/x.md'),
    file('c.png'),
    file('d.txt', ''),
  ]);
  expect(files.map(({ path }) => path)).toEqual(['a/x.md', 'b.txt']);
  expect(skipped).toEqual([
    { name: 'c.png', reason: 'kind' },
    { name: 'd.txt', reason: 'empty' },
  ]);
});
