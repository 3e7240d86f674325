// The host over a real forked engine process whose engine is a fake: restarts, grants, the clean end.
import { fork } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { buildFakeEngine, bundle, connectFrontEnd, startFakeHost } from './fake-host.ts';

let script = '';
beforeAll(async () => {
  script = await buildFakeEngine();
});

test('answers calls that were made before the engine ran', async () => {
  const { host } = await startFakeHost(script);
  const { call } = connectFrontEnd(host);
  const about = await call('engine.about');
  expect(about.engineProcess).toBe(host.processId);
});

test('gives the engine one thread per replica and never runs it as Electron in disguise', async () => {
  process.env['ELECTRON_RUN_AS_NODE'] = '1';
  const { host } = await startFakeHost(script);
  delete process.env['ELECTRON_RUN_AS_NODE'];
  const about: unknown = await connectFrontEnd(host).call('engine.about');
  expect(about).toMatchObject({
    environment: { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' },
  });
  expect(about).not.toHaveProperty('environment.ELECTRON_RUN_AS_NODE');
});

test('never lets a front end reach the methods of the host', async () => {
  const { host } = await startFakeHost(script);
  const { frontEnd } = connectFrontEnd(host);
  const answer = new Promise((resolve) => frontEnd.on(resolve));
  frontEnd.post({
    kind: 'call',
    id: 900,
    method: 'host.grant',
    request: { path: '/etc/passwd', mode: 'read', name: 'passwd' },
  });
  expect(await answer).toMatchObject({ kind: 'failure', error: { code: 'unknown-method' } });
});

test('refuses an invalid request at the edge and keeps the code of an expected error', async () => {
  const { host } = await startFakeHost(script);
  const { call } = connectFrontEnd(host);
  await expect(call('model.show', { model: '../x' })).rejects.toMatchObject({
    code: 'invalid-request',
  });
  await expect(call('model.show', { model: 'expected' })).rejects.toMatchObject({
    code: 'model-not-found',
    details: { model: 'x' },
  });
  await expect(call('model.show', { model: 'unexpected' })).rejects.toMatchObject({
    code: 'internal',
  });
});

test('keeps front ends apart: one closing leaves the other its calls and events', async () => {
  const { host } = await startFakeHost(script);
  const first = connectFrontEnd(host);
  const second = connectFrontEnd(host);
  await Promise.all([first.call('engine.about'), second.call('engine.about')]);
  first.frontEnd.close();
  await expect(first.call('engine.about')).rejects.toMatchObject({ code: 'engine-lost' });
  const heard = second.next('training.started');
  await second.call('training.start', { corpus: 'c' });
  expect((await heard).model).toBe('c');
});

test('starts a killed engine again under the same connection and says so', async () => {
  const { host } = await startFakeHost(script);
  const { call, next } = connectFrontEnd(host);
  const before = (await call('engine.about')).engineProcess;
  const waiting = call('model.show', { model: 'silent' });
  const restarted = next('engine.restarted');
  process.kill(before, 'SIGKILL');
  await expect(waiting).rejects.toMatchObject({ code: 'engine-lost' });
  const held = call('engine.about');
  expect((await restarted).crashed).toContain('SIGKILL');
  expect((await held).engineProcess).not.toBe(before);
});

test('ends the engine on a bug, with the stack in the log, and starts it again', async () => {
  const { host, lines } = await startFakeHost(script);
  const { call, next } = connectFrontEnd(host);
  const restarted = next('engine.restarted');
  await call('model.show', { model: 'bug' });
  expect((await restarted).crashed).toContain('code 70');
  expect(lines.join('\n')).toMatch(/a bug in the engine[^]*at /);
});

test('continues after a crash what was training, and not what was paused', async () => {
  const { host, notes } = await startFakeHost(script);
  const { call, next } = connectFrontEnd(host);
  await call('training.start', { corpus: 'paused-one' });
  await call('training.pause', { run: 'run-of-paused-one' });
  await call('training.start', { corpus: 'wanted-one' });
  // The host asks for the runs on each of these events, on a connection of its own; one more call is behind it.
  while (!host.runs.models().includes('wanted-one')) await call('training.runs');
  const restarted = next('engine.restarted');
  process.kill(host.processId ?? 0, 'SIGKILL');
  await restarted;
  expect(await notes()).toEqual(['continued wanted-one']);
});

test('makes grants again under the same word', async () => {
  const { host } = await startFakeHost(script);
  const { call, next } = connectFrontEnd(host);
  const path = process.execPath;
  const request = { path, mode: 'read', name: 'node', isTemporary: true } as const;
  const { grant, sizeBytes } = await host.grant(request);
  expect(sizeBytes).toBeGreaterThan(0);
  const restarted = next('engine.restarted');
  process.kill(host.processId ?? 0, 'SIGKILL');
  await restarted;
  expect(await call('corpus.show', { corpus: grant })).toMatchObject({
    id: path,
    isTemporary: true,
  });
  await host.revoke(grant);
  await expect(call('corpus.show', { corpus: grant })).rejects.toMatchObject({
    code: 'file-not-granted',
  });
});

test('says plainly that a file to be granted is not there', async () => {
  const { host } = await startFakeHost(script);
  const gone = { path: '/no/such/poem.txt', mode: 'read' as const, name: 'poem.txt' };
  await expect(host.grant(gone)).rejects.toMatchObject({
    code: 'corpus-unreadable',
    details: { name: 'poem.txt' },
  });
});

test('gives up after three restarts within five minutes, and says so', async () => {
  const { host, lines } = await startFakeHost(script, { homeName: 'stillborn' });
  const { call, next } = connectFrontEnd(host);
  const lost = next('engine.lost');
  const waiting = call('engine.about');
  await expect(waiting).rejects.toMatchObject({ code: 'engine-lost' });
  expect((await lost).message).toContain('again and again');
  expect(lines.filter((line) => line.includes('process is gone'))).toHaveLength(4);
  await expect(call('engine.about')).rejects.toMatchObject({ code: 'engine-lost' });
  const late = connectFrontEnd(host);
  const heardLate = late.next('engine.lost');
  await expect(late.call('engine.about')).rejects.toMatchObject({ code: 'engine-lost' });
  expect((await heardLate).message).toContain('again and again');
  await expect(host.ready).rejects.toMatchObject({ code: 'engine-lost' });
});

test('does not start again an engine that refused, and hands on its reason', async () => {
  const { host, lines } = await startFakeHost(script, { homeName: 'locked' });
  await expect(host.ready).rejects.toMatchObject({ code: 'library-locked' });
  await expect(connectFrontEnd(host).call('engine.about')).rejects.toMatchObject({
    code: 'library-locked',
  });
  expect(lines.filter((line) => line.includes('process is gone'))).toHaveLength(1);
});

test('ends an engine that does not answer its heartbeat', async () => {
  const { host } = await startFakeHost(script, { heartbeat: { intervalMs: 40, missedBeats: 3 } });
  const { call, next } = connectFrontEnd(host);
  const restarted = next('engine.restarted');
  call('model.show', { model: 'busy' }).catch(() => undefined);
  expect((await restarted).crashed).toContain('SIGKILL');
});

test('closes cleanly: prepares, closes, leaves no process', async () => {
  const { host, notes } = await startFakeHost(script);
  await host.ready;
  const pid = host.processId ?? 0;
  await host.close();
  expect(await notes()).toEqual(['prepared', 'closed']);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  await expect(connectFrontEnd(host).call('engine.about')).rejects.toMatchObject({
    code: 'engine-lost',
  });
});

test('keeps the checkpoint when the engine alone is asked to end', async () => {
  const { host, notes } = await startFakeHost(script);
  const { next } = connectFrontEnd(host);
  await host.ready;
  const restarted = next('engine.restarted');
  process.kill(host.processId ?? 0, 'SIGTERM');
  await restarted;
  expect(await notes()).toEqual(['closed']);
});

test('ignores the Ctrl-C that reaches its whole process group', async () => {
  const { host } = await startFakeHost(script);
  const { call } = connectFrontEnd(host);
  const before = (await call('engine.about')).engineProcess;
  process.kill(before, 'SIGINT');
  expect((await call('engine.about')).engineProcess).toBe(before);
});

test('never outlives its parent, and keeps the checkpoint when that is killed', async () => {
  const home = await mkdtemp(join(tmpdir(), 'charloom-orphan-'));
  const parent = fork(await bundle('host-process.ts'), [script, home], { execArgv: [] });
  const engineId = await new Promise<number>((resolve) => {
    parent.once('message', (id) => resolve(Number(id)));
  });
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(() => process.kill(engineId, 0)).toThrow('ESRCH'), 10_000);
  expect(await readFile(join(home, 'notes'), 'utf8')).toBe('closed\n');
});
