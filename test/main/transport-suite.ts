// What every transport owes the contract, asked of each in turn; behind it always stands the fake engine.
import { expect, test } from 'vitest';
import type { EngineEvents, EngineMethods } from '../../app/contract/engine.ts';
import { createClient, type Transport } from '../../app/contract/rpc.ts';

/** Code points that a careless channel breaks: astral, combining, line separators, NUL, right-to-left. */
const awkward = '𝄞 é e\u0301 \u2028 \u0000 שלום 梦 👩‍👩‍👧';

/** Runs the suite over `open`, which gives the front end's end and a way to cut the line. */
export function describeTransport(
  name: string,
  open: () => Promise<{ transport: Transport; cut: () => void }>,
): void {
  const connect = async () => {
    const { transport, cut } = await open();
    return { client: createClient<EngineMethods, EngineEvents>(transport), transport, cut };
  };

  test(`${name}: answers a call, and nothing with null`, async () => {
    const { client } = await connect();
    expect(await client.call('model.show', { model: 'a' })).toEqual({ id: 'a' });
    await client.call('training.start', { corpus: 'a' });
    expect(await client.call('training.pause', { run: 'run-of-a' })).toBeNull();
  });

  test(`${name}: hands on code, message and details of an expected error`, async () => {
    const { client } = await connect();
    await expect(client.call('model.show', { model: 'expected' })).rejects.toMatchObject({
      name: 'EngineError',
      code: 'model-not-found',
      message: 'There is no such model.',
      details: { model: 'x' },
    });
  });

  test(`${name}: refuses unknown methods, prototype names and invalid requests`, async () => {
    const { transport } = await connect();
    const failures = new Promise((resolve) => {
      const codes: unknown[] = [];
      transport.on((message) => {
        const { kind, error } = message as { kind: string; error: { code: string } };
        if (kind === 'failure' && codes.push(error.code) === 3) resolve(codes);
      });
    });
    transport.post({ kind: 'call', id: 501, method: 'engine.format', request: null });
    transport.post({ kind: 'call', id: 502, method: 'toString', request: null });
    transport.post({ kind: 'call', id: 503, method: 'model.show', request: { model: 7 } });
    expect(await failures).toEqual(['unknown-method', 'unknown-method', 'invalid-request']);
  });

  test(`${name}: answers many calls at once, each with its own`, async () => {
    const { client } = await connect();
    const models = Array.from({ length: 200 }, (_, index) => `m${index}`);
    const replies = await Promise.all(models.map((model) => client.call('model.show', { model })));
    expect(replies.map((reply) => reply.id)).toEqual(models);
  });

  test(`${name}: carries a megabyte of awkward characters unchanged`, async () => {
    const { client } = await connect();
    const text = awkward.repeat(30_000);
    const reply: unknown = await client.call('corpus.import', {
      sources: [{ kind: 'text', name: 'awkward', text }],
    });
    expect(reply).toEqual({ id: 'echo', name: text });
  });

  test(`${name}: brings events in the order in which they were sent`, async () => {
    const { client } = await connect();
    const heard: string[] = [];
    client.on('training.started', (started) => void heard.push(started.model));
    for (const corpus of ['x', 'y', 'z']) await client.call('training.start', { corpus });
    expect(heard).toEqual(['x', 'y', 'z']);
  });

  test(`${name}: fails what waits when the line is cut, and what is asked later`, async () => {
    const { client, cut } = await connect();
    const waiting = client.call('model.show', { model: 'silent' });
    await client.call('model.show', { model: 'a' });
    cut();
    await expect(waiting).rejects.toMatchObject({ code: 'engine-lost' });
    await expect(client.call('engine.about')).rejects.toMatchObject({ code: 'engine-lost' });
  });
}
