import { describe, expect, test } from 'vitest';
import { EngineError } from '../../app/contract/errors.ts';
import { presets } from '../../renderer/state/manner.svelte.ts';
import { openTestSession } from './test-session.ts';
import { writeText } from './fake-text.ts';

async function openWriting() {
  const opened = await openTestSession((engine) => engine.furnish());
  const { session, engine, settle } = opened;
  session.models.select('letters-2');
  session.go('write');
  const finish = async () => {
    for (let tick = 0; tick < 4; tick++) engine.tick();
    await settle();
  };
  return { ...opened, writing: session.writing, finish };
}

describe('writing', () => {
  test('streams a page after its prompt', async () => {
    const { session, writing, engine, finish, settle } = await openWriting();
    writing.prompt = 'I have ';
    await session.write();
    engine.tick();
    await settle();
    expect(writing.page?.text).toHaveLength(400);
    expect(writing.isBusy).toBe(true);
    await finish();
    expect(writing.isBusy).toBe(false);
    expect(writing.wholeText).toBe(`I have ${writeText('en', 1, 500)}`);
    expect(writing.ended?.reason).toBe('length');
  });

  test('names characters of the prompt that the model never saw', async () => {
    const { session, writing } = await openWriting();
    writing.prompt = 'aΩb';
    await session.write();
    expect(writing.unknownCharacters).toEqual(['Ω']);
  });

  test('writes on from all that is on the page', async () => {
    const { session, writing, finish } = await openWriting();
    await session.write();
    await finish();
    expect(writing.canWriteOn).toBe(true);
    await session.write();
    await finish();
    expect(writing.page?.text).toHaveLength(1000);
  });

  test('begins a new page once the prompt was changed', async () => {
    const { session, writing, finish } = await openWriting();
    await session.write();
    await finish();
    writing.prompt = 'You ask';
    expect(writing.canWriteOn).toBe(false);
    await session.write();
    await finish();
    expect(writing.page).toMatchObject({ prompt: 'You ask', text: writeText('en', 1, 500) });
  });

  test('takes a new seed for the same page again, and keeps it where something was changed', async () => {
    const { writing, finish } = await openWriting();
    await writing.write('letters-2');
    await finish();
    const first = writing.page?.text;
    writing.manner.temperature = 0.3;
    await writing.regenerate('letters-2');
    await finish();
    expect(writing.manner.seed).toBe(1);
    expect(writing.page?.text).toBe(first);
    writing.manner.seed = 1;
    await writing.regenerate('letters-2');
    await finish();
    expect(writing.manner.seed).not.toBe(1);
  });

  test('stops what was asked to stop before the engine had named it', async () => {
    const { session, writing, settle } = await openWriting();
    const asked = session.write();
    expect(writing.state).toBe('starting');
    await writing.stop();
    await asked;
    await settle();
    expect(writing.isBusy).toBe(false);
    expect(writing.ended?.reason).toBe('stopped');
  });

  test('stops at once and keeps what is there', async () => {
    const { session, writing, engine, settle } = await openWriting();
    await session.write();
    engine.tick();
    await settle();
    await writing.stop();
    await settle();
    expect(writing.ended?.reason).toBe('stopped');
    expect(writing.page?.text).toHaveLength(400);
  });

  test('keeps the page when the engine goes away in the middle', async () => {
    const { session, writing, engine, disconnect, runTimers, settle } = await openWriting();
    await session.write();
    engine.tick();
    await settle();
    disconnect();
    await settle();
    runTimers();
    await settle();
    expect(writing.wasLost).toBe(true);
    expect(writing.isBusy).toBe(false);
    expect(writing.page?.text).toHaveLength(400);
  });

  test('shows what the engine refuses', async () => {
    const { session, writing, engine } = await openWriting();
    engine.failures.set('sampling.start', new EngineError('checkpoint-missing', 'None yet.'));
    await session.write();
    expect(writing.problem).toMatchObject({ code: 'checkpoint-missing' });
    expect(writing.isBusy).toBe(false);
  });

  test('copies and saves the whole page', async () => {
    const { session, writing, shell, finish } = await openWriting();
    writing.prompt = 'I have ';
    await session.write();
    await finish();
    await writing.copy();
    await session.command('save-text');
    expect(shell.copied).toBe(writing.wholeText);
    expect(shell.saved).toEqual([{ name: 'Letters, second try.txt', text: writing.wholeText }]);
  });
});

describe('the manner', () => {
  test('is one’s own as soon as a number is set by hand, and comes back', async () => {
    const { manner } = (await openWriting()).writing;
    manner.use('faithful');
    expect(manner.curve).toEqual(presets.faithful);
    manner.temperature = 0.55;
    manner.keepOwn();
    expect(manner.preset).toBe('own');
    manner.use('wild');
    manner.use('own');
    expect(manner.temperature).toBe(0.55);
  });

  test('gives the engine whole numbers within bounds, whatever is typed', async () => {
    const { manner } = (await openWriting()).writing;
    manner.topK = 3.4;
    manner.temperature = 9;
    manner.length = null;
    expect(manner.settings).toMatchObject({ topK: 3, temperature: 2, length: 500 });
  });
});
