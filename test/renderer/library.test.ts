import { describe, expect, test } from 'vitest';
import { EngineError } from '../../app/contract/errors.ts';
import { fileName } from '../../renderer/state/models.svelte.ts';
import { characterName } from '../../renderer/state/character-name.ts';
import { textLanguage } from '../../renderer/state/text-language.ts';
import { shippedModels } from './fake-library.ts';
import { english } from './fake-text.ts';
import type { Dropped } from '../../renderer/dropped-files.ts';
import { openTestSession, type TestSession } from './test-session.ts';

const drop = (...names: string[]): Dropped => ({
  files: names.map((name) => ({ file: new File(['a'], name), path: name })),
  skipped: [],
  folder: null,
});

/** Pastes a text as a person does: through the sheet. */
async function paste({ session }: TestSession, name: string, text: string): Promise<void> {
  session.pasteText();
  const { open } = session.dialogs;
  if (open?.kind !== 'paste') throw new Error('There is no sheet.');
  session.dialogs.close();
  await open.act(name, text);
}

describe('texts', () => {
  test('come in by files and are looked at', async () => {
    const { engine, session, shell } = await openTestSession();
    engine.files.set('g1', { name: 'diary.txt', text: english });
    shell.texts = [{ grant: 'g1', name: 'diary.txt', sizeBytes: 9 }];
    await session.pickTexts();
    expect(session.texts.details?.name).toBe('diary');
    expect(session.texts.excerpt?.text).not.toBe('');
  });

  test('that are too short say so with the engine’s numbers', async () => {
    const opened = await openTestSession();
    const { session } = opened;
    await paste(opened, 'Note', 'Too short.');
    expect(session.dialogs.open).toMatchObject({
      kind: 'paste',
      text: 'Too short.',
      problem: { code: 'corpus-too-short' },
    });
    expect(session.texts.imports.list).toEqual([]);
  });

  test('that are pasted in a browser go as a file: its socket takes no long messages', async () => {
    const opened = await openTestSession();
    const { engine, session, shell } = opened;
    shell.kind = 'browser';
    const text = english.repeat(4);
    engine.files.set('Diary-txt', { name: 'Diary.txt', text });
    await paste(opened, 'Diary', text);
    expect(session.texts.details?.name).toBe('Diary');
    expect(await shell.handed[0]?.text()).toBe(text);
  });

  test('that could not be handed over say so', async () => {
    const opened = await openTestSession();
    opened.shell.kind = 'browser';
    opened.shell.openDropped = () => Promise.reject(new EngineError('engine-lost', 'Gone.'));
    await paste(opened, 'Diary', english);
    expect(opened.session.dialogs.open).toMatchObject({ problem: { code: 'engine-lost' } });
  });

  test('can be called off while they are read, without complaint', async () => {
    const opened = await openTestSession();
    const { engine, session, settle } = opened;
    let open = () => undefined as void;
    engine.importGate = new Promise((resolve) => (open = resolve));
    const adding = paste(opened, 'Long', english);
    await settle();
    const [importing] = session.texts.imports.list;
    expect(importing).toMatchObject({ kind: 'reading', doneBytes: english.length / 2 });
    await session.texts.cancelImport(importing!.operation);
    open();
    await adding;
    expect(session.texts.problem).toBeNull();
    expect(session.texts.list).toEqual([]);
  });

  test('turn to another page', async () => {
    const { session } = await openTestSession((engine) => engine.furnish());
    const first = session.texts.excerpt?.offset;
    await session.texts.turnPage();
    expect(session.texts.excerpt?.offset).not.toBe(first);
  });

  test('are renamed and removed, and another takes the place', async () => {
    const { session } = await openTestSession((engine) => engine.furnish());
    await session.texts.rename('letters', 'Old letters');
    expect(session.texts.details?.name).toBe('Old letters');
    await session.texts.remove('letters');
    expect(session.texts.selected).toBe('xin');
  });

  test('dropped together with a model go where each belongs', async () => {
    const { engine, session } = await openTestSession();
    engine.files.set('a-txt', { name: 'a.txt', text: english });
    engine.files.set('m-safetensors', { name: 'm.safetensors', text: '{"name":"From M"}' });
    await session.addDropped(drop('a.txt', 'm.safetensors'));
    expect(session.texts.list).toHaveLength(1);
    expect(session.models.current?.name).toBe('From M');
  });
});

test('what is dropped in a folder keeps its way from there as its name', async () => {
  const { engine, session } = await openTestSession();
  engine.files.set('a-txt', { name: 'a.txt', text: english });
  const file = new File([english], 'a.txt');
  await session.addDropped({
    files: [{ file, path: '2019/a.txt' }],
    skipped: [],
    folder: 'Letters',
  });
  expect(session.workshop.sources.map(({ name }) => name)).toEqual(['2019/a.txt']);
  expect(session.workshop.name).toBe('Letters');
});

describe('models', () => {
  test('are saved where the person says, and the face is told when it is done', async () => {
    const { session, shell, engine } = await openTestSession((fake) => fake.furnish());
    session.showModel('letters-2');
    await session.command('save-model');
    expect(shell.finished).toEqual([shell.place]);
    expect(engine.files.get('place-1')?.text).toContain('Letters, second try');
    expect(session.models.saved).toMatchObject({ name: 'saved.safetensors' });
  });

  test('are not saved where the person thinks better of it', async () => {
    const { session, shell } = await openTestSession((engine) => engine.furnish());
    session.showModel('letters-2');
    shell.place = null;
    await session.command('save-model');
    expect(session.models.saved).toBeNull();
  });

  test('that cannot be opened say why, below the list', async () => {
    const { engine, session, shell } = await openTestSession();
    engine.files.set('bad', { name: 'bad.safetensors', text: 'no' });
    shell.model = { grant: 'bad', name: 'bad.safetensors', sizeBytes: 2 };
    await session.command('open-model');
    expect(session.models.openProblem).toMatchObject({ code: 'model-file-invalid' });
  });

  test('that were removed are no longer looked at', async () => {
    const { session } = await openTestSession((engine) => engine.furnish());
    session.showModel('letters-2');
    await session.models.remove('letters-2');
    expect(session.models.selected).toBeNull();
  });

  test('have file names that every system takes', () => {
    expect(fileName('Letters: 2009/24?')).toBe('Letters 2009 24');
    expect(fileName('..')).toBe('model');
    expect(fileName('诗经')).toBe('诗经');
  });
});

describe('what cannot be read', () => {
  test.each(['corpora', 'models'] as const)('is known beside the list of %s', async (what) => {
    const { session, engine, settle } = await openTestSession((fake) => fake.furnish());
    const list = what === 'models' ? session.models : session.texts;
    expect(list.unreadable).toEqual([]);
    const error = { code: 'corpus-changed' as const, message: 'It is damaged.', details: {} };
    const entry = { id: 'bad', folder: `/library/${what}/bad`, error };
    engine.unreadable[what] = [entry];
    engine.emit('library.changed', { what });
    await settle();
    expect(list.unreadable).toEqual([entry]);
    expect(list.list).not.toEqual([]);
  });
});

describe('the first minute', () => {
  const furnished = () => openTestSession((engine) => (engine.models = shippedModels()));

  test('is one click from a model that writes, in the window’s language', async () => {
    const { session, engine, settle } = await furnished();
    const [model] = session.firstSteps.sampleModels;
    await session.firstSteps.write(model!);
    engine.tick();
    await settle();
    expect(session.place).toBe('write');
    expect(session.writing.wholeText.startsWith('The sea ')).toBe(true);
    session.language.use('zh-CN');
    expect(session.firstSteps.sampleModels[0]?.id).toBe('shipped-zh');
    expect(session.firstSteps.sampleTexts.map(({ id }) => id)).toEqual([
      ...['chinese-classics', 'moby-dick'],
    ]);
  });

  test('is one click from a model that learns', async () => {
    const { session } = await furnished();
    await session.firstSteps.train();
    expect(session.place).toBe('train');
    expect(session.runs.active?.recipe).toMatchObject({ minutes: 3, epochs: null });
  });

  test('says beside the texts why a sample could not be trained on', async () => {
    const { session, engine } = await furnished();
    engine.failures.set('training.start', new EngineError('out-of-memory', 'Too little.'));
    await session.firstSteps.train();
    expect(session.texts.problem).toMatchObject({ code: 'out-of-memory' });
  });
});

describe('characters', () => {
  test('that cannot be seen have names', async () => {
    const { language } = (await openTestSession()).session;
    expect(characterName(' ', language)).toBe('space');
    expect(characterName('\u200b', language)).toBe('character U+200B');
    expect(characterName('字', language)).toBe('字');
  });

  test('tell Chinese text from other text', () => {
    expect(textLanguage('亲爱的，你好。')).toBe('zh');
    expect(textLanguage('Dear 字')).toBe('');
  });
});

describe('fine-tuning', () => {
  test('begins a new model with another one’s network, and tells which', async () => {
    const { session, settle } = await openTestSession((engine) => engine.furnish());
    const recipe = { minutes: 5, epochs: null };
    await session.watch(await session.runs.start({ corpus: 'xin', from: 'letters-2', recipe }));
    await settle();
    expect(session.runs.active?.model).toBe(session.models.selected);
    expect(session.models.details?.parent).toMatchObject({ name: 'Letters, second try' });
  });
});
