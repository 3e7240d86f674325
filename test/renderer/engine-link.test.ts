import { describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../app/contract/errors.ts';
import { openTestSession } from './test-session.ts';

describe('the link to the engine', () => {
  test('reads everything anew after a break, without the listeners doubling', async () => {
    const { engine, session, disconnect, runTimers, settle } = await openTestSession();
    engine.furnish();
    disconnect();
    await settle();
    expect(session.engine.connection).toBe('reconnecting');
    runTimers();
    await settle();
    expect(session.engine.connection).toBe('connected');
    expect(session.texts.list.map(({ name }) => name)).toContain('书信');
    const heard = vi.fn();
    session.engine.on('library.changed', heard);
    engine.emit('library.changed', { what: 'models' });
    await settle();
    expect(heard).toHaveBeenCalledTimes(1);
  });

  test('refuses calls while it is away, as the engine being lost', async () => {
    const { session, disconnect, settle } = await openTestSession();
    disconnect();
    await settle();
    await expect(session.engine.call('corpus.list')).rejects.toMatchObject({ code: 'engine-lost' });
  });

  test('says that nobody answers after a few tries, and recovers', async () => {
    const { session, disconnect, runTimers, settle } = await openTestSession();
    const { engine: link } = session;
    const open = vi.spyOn(link, 'connect');
    disconnect();
    await settle();
    expect(link.isUnreachable).toBe(false);
    runTimers();
    await settle();
    expect(open).toHaveBeenCalled();
    expect(link.connection).toBe('connected');
  });

  test('tells once that a crashed engine is running again', async () => {
    const { engine, session, settle } = await openTestSession();
    engine.furnish();
    engine.emit('engine.restarted', { crashed: 'SIGSEGV' });
    await settle();
    expect(session.engine.wasRestarted).toBe(true);
    expect(session.models.list.length).toBeGreaterThan(0);
  });

  test('tells that an engine is lost for good', async () => {
    const { engine, session, settle } = await openTestSession();
    engine.emit('engine.lost', { message: 'It crashed three times.' });
    await settle();
    expect(session.engine.connection).toBe('lost');
  });

  test('brings the engine’s own errors through', async () => {
    const { engine, session } = await openTestSession();
    engine.failures.set('corpus.list', new EngineError('library-locked', 'Locked.'));
    await expect(session.engine.call('corpus.list')).rejects.toMatchObject({
      code: 'library-locked',
    });
  });
});
