import { describe, expect, test } from 'vitest';
import { defaultCleaning } from '../../app/contract/cleaning.ts';
import { EngineError } from '../../app/contract/errors.ts';
import { isLookedThrough, unaskedName, undoneInVain } from '../../renderer/state/draft.ts';
import { english } from './fake-text.ts';
import { openTestSession, type TestSession } from './test-session.ts';

/** Lets the person pick files with these names and texts. */
async function pick(opened: TestSession, files: Record<string, string>): Promise<void> {
  opened.shell.texts = Object.entries(files).map(([name, text], index) => {
    opened.engine.files.set(`g${index}`, { name, text });
    return { grant: `g${index}`, name, sizeBytes: text.length };
  });
  await opened.session.pickTexts();
}

/** Lets the hand rest, so that what it changed is looked at. */
async function rest({ session, runTimers, settle }: TestSession): Promise<void> {
  runTimers();
  await settle();
  expect(session.workshop.look.isAsking).toBe(false);
}

describe('a text without doubts', () => {
  test('is kept at once, with a way to look at it', async () => {
    const opened = await openTestSession();
    const { session } = opened;
    await pick(opened, { 'diary.txt': english });
    expect(session.workshop.isOpen).toBe(false);
    expect(session.texts.details?.name).toBe('diary');
    expect(session.workshop.keptAtOnce).toBe(session.texts.selected);
    expect(opened.engine.imported[0]?.cleaning).toBeUndefined();
  });

  test('says what could be tidied', async () => {
    const opened = await openTestSession();
    await pick(opened, { 'book.txt': `${english}\nPROJECT GUTENBERG` });
    const { workshop, texts } = opened.session;
    expect(workshop.proposedFor(texts.selected ?? '')).toEqual(['gutenberg']);
  });

  test('that is made again in another way takes the place of the first', async () => {
    const opened = await openTestSession();
    await pick(opened, { 'diary.txt': english });
    const { workshop, texts } = opened.session;
    const [first] = texts.list;
    await workshop.reopen(first!);
    workshop.clean({ lowerCase: true });
    workshop.name = 'Plain diary';
    await rest(opened);
    await workshop.keep();
    expect(texts.list).toMatchObject([{ id: first!.id, name: 'Plain diary' }]);
    expect(texts.details?.cleaning.lowerCase).toBe(true);
    expect(opened.engine.imported.at(-1)).toMatchObject({
      sources: [{ kind: 'grant', grant: 'g0' }],
      cleaning: { lowerCase: true },
    });
  });

  test('that an earlier session kept is cleaned anew from what is kept of it', async () => {
    const opened = await openTestSession((engine) => {
      engine.furnish();
      engine.models = [];
    });
    const { workshop, texts } = opened.session;
    const [first] = texts.list;
    Object.assign(opened.engine.corpora[0]!.sources[0]!, { undecodable: 2 });
    opened.engine.corpora[0]!.cleaning.lowerCase = true;
    opened.engine.settled = ['lineEnds', 'lowerCase'];
    await workshop.reopen(first!);
    expect(workshop).toMatchObject({ isOpen: true, name: first!.name });
    expect(workshop.cleaning.lowerCase).toBe(true);
    expect(undoneInVain(workshop.preview!, workshop.cleaning)).toEqual([]);
    workshop.clean({ lowerCase: false, blanks: true });
    await rest(opened);
    expect(undoneInVain(workshop.preview!, workshop.cleaning)).toEqual(['lowerCase']);
    await workshop.keep();
    expect(opened.engine.imported).toMatchObject([
      {
        sources: [
          { kind: 'kept', corpus: first!.id, source: 0, reading: { skipUndecodable: true } },
        ],
        cleaning: { blanks: true },
      },
    ]);
    expect(texts.details?.cleaning).toEqual({ ...defaultCleaning, blanks: true });
  });

  test('is cleaned anew from what is kept of it once the uploads are gone', async () => {
    const opened = await openTestSession();
    await pick(opened, { 'diary.txt': english });
    opened.engine.files.clear();
    const { workshop, texts } = opened.session;
    await workshop.reopen(texts.list[0]!);
    expect(workshop.isOpen).toBe(true);
    expect(workshop.sources[0]?.source).toMatchObject({ kind: 'kept', source: 0 });
  });

  test('is not opened again where it is gone', async () => {
    const opened = await openTestSession((engine) => engine.furnish());
    const { workshop, texts } = opened.session;
    const gone = new EngineError('corpus-not-found', 'Gone.');
    opened.engine.failures.set('corpus.show', gone);
    await workshop.reopen(texts.list[0]!);
    expect(workshop.isOpen).toBe(false);
    expect(texts.problem).toMatchObject({ code: 'corpus-not-found' });
  });

  test('stays beside what is made of it where a model was trained on it', async () => {
    const opened = await openTestSession();
    await pick(opened, { 'diary.txt': english });
    const { workshop, texts, runs } = opened.session;
    const [first] = texts.list;
    const recipe = { epochs: 1, minutes: null };
    await opened.session.watch(await runs.start({ corpus: first!.id, recipe }));
    await workshop.reopen(first!);
    expect(workshop.name).toBe('diary 2');
    await workshop.keep();
    expect(texts.list.map(({ name }) => name).sort()).toEqual(['diary', 'diary 2']);
  });
});

describe('a text with doubts', () => {
  test('opens the workshop: a guessed encoding, columns, bytes that do not fit', async () => {
    for (const name of ['gbk.txt', 'table.csv', 'broken.txt']) {
      const opened = await openTestSession();
      await pick(opened, { [name]: english });
      expect(opened.session.workshop.isOpen, name).toBe(true);
      expect(opened.session.texts.list, name).toEqual([]);
    }
  });

  test('is read as the person says, and looked at anew once the hand rests', async () => {
    const opened = await openTestSession();
    const { workshop } = opened.session;
    await pick(opened, { 'gbk.txt': english, 'table.csv': english });
    workshop.read(0, { encoding: 'big5' });
    workshop.read(1, { field: 'author' });
    await rest(opened);
    expect(opened.engine.previews).toBe(2);
    expect(workshop.preview?.sources[0]?.encoding).toBe('big5');
    await workshop.keep();
    expect(opened.engine.imported[0]?.sources).toMatchObject([
      { reading: { encoding: 'big5' } },
      { reading: { field: 'author' } },
    ]);
    expect(workshop.isOpen).toBe(false);
  });

  test('is kept once the bytes that do not fit are left out', async () => {
    const opened = await openTestSession();
    const { workshop } = opened.session;
    await pick(opened, { 'broken.txt': english });
    expect(workshop.preview?.sources[0]?.problem?.code).toBe('corpus-undecodable');
    workshop.read(0, { skipUndecodable: true });
    await rest(opened);
    expect(workshop.preview?.sources[0]?.problem).toBeNull();
  });

  test('can do without the sources that cannot be read', async () => {
    const opened = await openTestSession();
    const { workshop } = opened.session;
    await pick(opened, { 'diary.txt': english, 'picture.txt': 'x' });
    expect(workshop.isOpen).toBe(true);
    workshop.drop([1]);
    await rest(opened);
    await workshop.keep();
    expect(opened.session.texts.details?.sources).toHaveLength(1);
  });

  test('is looked through although a source cannot be read', async () => {
    const opened = await openTestSession();
    await pick(opened, { 'diary.txt': english, 'picture.txt': 'x' });
    const preview = opened.session.workshop.preview!;
    const lookedAtBytes = preview.sources[0]!.sizeBytes;
    expect(preview.totalBytes).toBeGreaterThan(lookedAtBytes);
    expect(isLookedThrough({ ...preview, lookedAtBytes })).toBe(true);
    expect(isLookedThrough({ ...preview, lookedAtBytes: lookedAtBytes - 1 })).toBe(false);
  });

  test('that cannot be read at all says so, without a workshop', async () => {
    const opened = await openTestSession();
    await pick(opened, { 'picture.txt': 'x' });
    expect(opened.session.workshop.isOpen).toBe(false);
    expect(opened.session.texts.problem).toMatchObject({ code: 'corpus-binary' });
  });

  test('says of a list of characters what is wrong with it, until it is written otherwise', async () => {
    const opened = await openTestSession();
    const { language, workshop } = opened.session;
    await pick(opened, { 'gbk.txt': english });
    workshop.clean({ remove: 'z-a' });
    await rest(opened);
    expect(workshop.problemOf('remove')).toMatchObject({ code: 'invalid-request' });
    expect(workshop.problemOf('keep')).toBeNull();
    language.use('zh-CN');
    expect(language.error(workshop.problemOf('remove'))).toContain('「z-a」不是字符列表');
    workshop.clean({ remove: 'a-z' });
    expect(workshop.problemOf('remove')).toBeNull();
  });

  test('takes more files while the workshop is open', async () => {
    const opened = await openTestSession();
    await pick(opened, { 'gbk.txt': english });
    await pick(opened, { 'diary.txt': english });
    await rest(opened);
    const { sources } = opened.session.workshop;
    expect(sources.map(({ name }) => name)).toEqual(['gbk.txt', 'diary.txt']);
    expect(unaskedName(sources)).toBe('gbk + 1');
  });

  test('keeps nothing where the person thinks better of it', async () => {
    const opened = await openTestSession();
    await pick(opened, { 'gbk.txt': english });
    opened.session.workshop.close();
    expect(opened.engine.imported).toEqual([]);
    expect(opened.session.workshop.sources).toEqual([]);
  });

  test('says in the workshop what the engine refuses', async () => {
    const opened = await openTestSession();
    await pick(opened, { 'gbk.txt': english });
    opened.engine.failures.set('corpus.import', new EngineError('disk-full', 'Full.'));
    expect(await opened.session.workshop.keep()).toBeNull();
    expect(opened.session.workshop.problem).toMatchObject({ code: 'disk-full' });
    expect(opened.session.workshop.isOpen).toBe(true);
  });
});

test('a folder is shown before it is kept: what is taken of it, what is not, and why', async () => {
  const opened = await openTestSession();
  const { engine, session, shell } = opened;
  engine.files.set('g0', { name: 'a.txt', text: english });
  shell.folder = {
    name: 'Letters',
    files: [{ grant: 'g0', name: '2019/a.txt', sizeBytes: 9 }],
    skipped: [{ name: 'photo.jpg', reason: 'kind' }],
  };
  await session.pickFolder();
  expect(session.workshop).toMatchObject({ isOpen: true, name: 'Letters' });
  expect(session.workshop.sources[0]?.name).toBe('2019/a.txt');
  expect(session.workshop.skipped).toEqual([{ name: 'photo.jpg', reason: 'kind' }]);
});
