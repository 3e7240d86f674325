// Uploads and downloads of browser mode, through the server and through the store behind it.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, expect, test, vi } from 'vitest';
import type { FileGrant } from '../../../app/contract/shell.ts';
import { TempFiles } from '../../../main/browser/temp-files.ts';
import type { GrantRequest } from '../../../main/engine-host.ts';
import { buildFakeEngine } from '../fake-host.ts';
import { startFakeServer, type FakeServer } from './fake-server.ts';

let script = '';
beforeAll(async () => {
  script = await buildFakeEngine();
});

const filesOf = (home: string) =>
  readdirSync(join(home, 'browser-files')).flatMap((server) =>
    readdirSync(join(home, 'browser-files', server)),
  );

/** Asks the fake engine which file stands behind a grant. */
async function pathBehind(server: FakeServer, grant: string): Promise<string | undefined> {
  const socket = await server.openSocket();
  const request = { corpus: grant };
  socket.send(JSON.stringify({ kind: 'call', id: 1, method: 'corpus.show', request }));
  return new Promise((resolve) => {
    socket.once('message', (payload: Buffer) => {
      const answer = JSON.parse(payload.toString()) as { result?: { id: string } };
      resolve(answer.result?.id);
    });
  });
}

test('takes an upload in, opens it to the engine and never tells where it lies', async () => {
  const server = await startFakeServer(script);
  const name = encodeURIComponent('C:\\texts/../\u0007红楼梦.txt');
  const answer = await server.ask('POST', `/files?name=${name}`, '满纸荒唐言');
  expect(answer.status).toBe(200);
  const grant = JSON.parse(answer.body) as FileGrant;
  expect(grant).toEqual({ grant: 'grant-1', name: 'texts/红楼梦.txt', sizeBytes: 15 });
  const path = await pathBehind(server, grant.grant);
  expect(await readFile(path ?? '', 'utf8')).toBe('满纸荒唐言');
  expect(answer.body).not.toContain(server.home);
});

test('refuses an upload beyond the quota, declared or not, and keeps nothing of it', async () => {
  const server = await startFakeServer(script, { quotaBytes: 1_000 });
  expect((await server.ask('POST', '/files?name=a', 'x'.repeat(600))).status).toBe(200);
  const declared = await server.ask('POST', '/files?name=b', 'x'.repeat(600));
  expect(declared.status).toBe(413);
  expect(JSON.parse(declared.body)).toMatchObject({ code: 'disk-full' });
  const chunked = await server.send(
    [
      'POST /files?name=c HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      `Origin: http://127.0.0.1:${server.port}`,
      `Cookie: ${await server.cookie()}`,
      'X-Charloom: 1',
      'Transfer-Encoding: chunked',
    ],
    `258\r\n${'x'.repeat(600)}\r\n0\r\n\r\n`,
  );
  expect(chunked.status).toBe(413);
  expect(filesOf(server.home)).toHaveLength(1);
});

test('offers a place to write, and its file for download once it is written, once', async () => {
  const server = await startFakeServer(script);
  const answer = await server.ask('POST', `/files/save?name=${encodeURIComponent("it's 我.txt")}`);
  const { grant } = JSON.parse(answer.body) as FileGrant;
  expect((await server.ask('GET', `/files/${grant}`)).status).toBe(404);
  writeFileSync((await pathBehind(server, grant)) ?? '', 'written by the engine');
  const download = await server.ask('GET', `/files/${grant}`);
  expect(download.body).toBe('written by the engine');
  expect(download.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''it%27s%20%E6%88%91.txt",
  );
  // It goes once the last byte is out, so that a download that broke off can be tried again.
  await vi.waitFor(() => expect(filesOf(server.home)).toEqual([]));
  expect((await server.ask('GET', `/files/${grant}`)).status).toBe(404);
  expect(await pathBehind(server, grant)).toBeUndefined();
});

test('finds nothing for an unknown grant, nor an upload as a download', async () => {
  const server = await startFakeServer(script);
  expect((await server.ask('GET', '/files/nothing')).status).toBe(404);
  const upload = await server.ask('POST', '/files?name=a', 'private');
  const { grant } = JSON.parse(upload.body) as FileGrant;
  expect((await server.ask('GET', `/files/${grant}`)).status).toBe(404);
});

test('leaves no file behind when it closes', async () => {
  const server = await startFakeServer(script);
  await server.ask('POST', '/files?name=a', 'text');
  await server.close();
  expect(readdirSync(join(server.home, 'browser-files'))).toEqual([]);
});

/** A store with a clock that only the test moves, over a host that only remembers. */
async function openStore(quotaBytes: number) {
  const home = mkdtempSync(join(tmpdir(), 'charloom-store-'));
  const clock = { now: 0 };
  const opened: GrantRequest[] = [];
  const revoked: string[] = [];
  const host = {
    grant: (request: GrantRequest) =>
      Promise.resolve({ grant: `g${opened.push(request)}`, name: request.name, sizeBytes: 0 }),
    revoke: (grant: string) => Promise.resolve(void revoked.push(grant)),
  };
  const files = await TempFiles.open(home, { host, quotaBytes, now: () => clock.now });
  const upload = (text: string) => files.receive('name', Readable.from([Buffer.from(text)]), 0);
  return { home, files, clock, opened, revoked, upload };
}

test('opens what passes through as something that will not last', async () => {
  const { files, opened, upload } = await openStore(10);
  await upload('12345');
  await files.offerPlace('model.safetensors');
  expect(opened).toMatchObject([
    { mode: 'read', isTemporary: true },
    { mode: 'write', isTemporary: true },
  ]);
});

const minutes = 60_000;

test('lets a file go ten minutes after its last use, and an hour after an upload never used', async () => {
  const { files, clock, revoked, upload } = await openStore(100);
  await upload('used');
  await upload('unused');
  const answered = files.noteCall({ sources: [{ kind: 'grant', grant: 'g1' }] });
  clock.now = 50 * minutes;
  await files.sweep();
  expect(revoked).toEqual([]);
  answered();
  clock.now = 59 * minutes;
  await files.sweep();
  expect(revoked).toEqual([]);
  clock.now = 61 * minutes;
  await files.sweep();
  expect(revoked).toEqual(['g1', 'g2']);
});

test('makes room by letting used files go, never one that is in use', async () => {
  const { files, revoked, upload } = await openStore(10);
  await upload('12345');
  await upload('1234');
  files.noteCall({ grant: 'g1' })();
  files.noteCall({ grant: 'g2' });
  await files.receive('third', Readable.from([Buffer.from('12345')]), 5);
  expect(revoked).toEqual(['g1']);
  await expect(files.receive('fourth', Readable.from([]), 5)).rejects.toMatchObject({
    code: 'disk-full',
  });
});

test('forgets half an upload when the tab goes away', async () => {
  const { home, files } = await openStore(100);
  const cut = new Readable({ read: () => undefined });
  cut.push(Buffer.from('half'));
  const arriving = files.receive('name', cut, 8);
  cut.destroy(new Error('the tab is gone'));
  await expect(arriving).rejects.toThrow('the tab is gone');
  expect(filesOf(home)).toEqual([]);
});

test('clears away the folders of servers that were killed', async () => {
  const home = mkdtempSync(join(tmpdir(), 'charloom-store-'));
  const dead = join(home, 'browser-files', '999999999-abc');
  const alive = join(home, 'browser-files', `${process.pid}-abc`);
  for (const folder of [dead, alive]) mkdirSync(folder, { recursive: true });
  await TempFiles.open(home, {
    host: {
      grant: () => Promise.reject(new Error('unasked')),
      revoke: () => Promise.reject(new Error('unasked')),
    },
  });
  expect([existsSync(dead), existsSync(alive)]).toEqual([false, true]);
});
