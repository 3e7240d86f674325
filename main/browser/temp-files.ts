// Files on their way between a browser tab and the engine: uploads to read, and places to write for downloads.
// They lie in one folder of this server's own, within a quota, and go when they have been used.
// Knows no method of the engine: a file is in use while a call that names its grant is unanswered.

import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EngineError } from '../../app/contract/errors.ts';
import { megabytesInWords } from '../../app/contract/megabytes.ts';
import type { FileGrant } from '../../app/contract/shell.ts';
import type { EngineHost } from '../engine-host.ts';

/** Two of the largest texts that a person is likely to have, at once. */
const quotaBytes = 2 * 1024 ** 3;
/** A form that stays open over lunch still has its file. */
const unusedMs = 60 * 60_000;
/** A file that was looked into is often imported next. */
const usedMs = 10 * 60_000;

interface TempFile {
  path: string;
  name: string;
  mode: 'read' | 'write';
  sizeBytes: number;
  callsInFlight: number;
  wasUsed: boolean;
  lastUse: number;
}

export interface TempFilesOptions {
  host: Pick<EngineHost, 'grant' | 'revoke'>;
  quotaBytes?: number;
  now?: () => number;
}

/** The temporary files of one running server. */
export class TempFiles {
  readonly #folder: string;
  readonly #host: TempFilesOptions['host'];
  readonly #quotaBytes: number;
  readonly #now: () => number;
  readonly #files = new Map<string, TempFile>();
  #arrivingBytes = 0;

  private constructor(folder: string, options: TempFilesOptions) {
    this.#folder = folder;
    this.#host = options.host;
    this.#quotaBytes = options.quotaBytes ?? quotaBytes;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Makes the folder under `home`, after the folders of servers that were killed are cleared away. */
  static async open(home: string, options: TempFilesOptions): Promise<TempFiles> {
    const parent = join(home, 'browser-files');
    await mkdir(parent, { recursive: true, mode: 0o700 });
    for (const name of await readdir(parent)) {
      if (!isRunning(Number.parseInt(name, 10))) {
        await rm(join(parent, name), { recursive: true, force: true });
      }
    }
    return new TempFiles(await mkdtemp(join(parent, `${process.pid}-`)), options);
  }

  /** Takes an upload in and opens it to the engine. */
  async receive(name: string, body: Readable, declaredBytes: number): Promise<FileGrant> {
    await this.#makeRoom(declaredBytes);
    const path = this.#newPath();
    let receivedBytes = 0;
    const meter = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        receivedBytes += chunk.length;
        this.#arrivingBytes += chunk.length;
        done(this.#usedBytes() > this.#quotaBytes ? this.#noRoom() : null, chunk);
      },
    });
    try {
      await pipeline(body, meter, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      return await this.#open({ path, name, mode: 'read', sizeBytes: receivedBytes });
    } catch (error: unknown) {
      await rm(path, { force: true });
      throw error;
    } finally {
      this.#arrivingBytes -= receivedBytes;
    }
  }

  /** Opens a place to write, whose file can be fetched once the engine has written it. */
  offerPlace(name: string): Promise<FileGrant> {
    return this.#open({ path: this.#newPath(), name, mode: 'write', sizeBytes: 0 });
  }

  /** The file that the engine wrote for `grant`; null if there is none, or not yet. */
  async findWritten(
    grant: string,
  ): Promise<{ path: string; name: string; sizeBytes: number } | null> {
    const file = this.#files.get(grant);
    if (file?.mode !== 'write') return null;
    const status = await stat(file.path).catch(() => null);
    return status?.isFile() ? { path: file.path, name: file.name, sizeBytes: status.size } : null;
  }

  /** Notes a call that names grants; the function that it returns is for its answer. */
  noteCall(request: unknown): () => void {
    const named = [...stringsIn(request)].flatMap((word) => this.#files.get(word) ?? []);
    for (const file of named) file.callsInFlight++;
    return () => {
      for (const file of named) {
        file.callsInFlight--;
        file.wasUsed = true;
        file.lastUse = this.#now();
      }
    };
  }

  /** Closes one file to the engine and removes it. */
  async discard(grant: string): Promise<void> {
    const file = this.#files.get(grant);
    if (!file) return;
    this.#files.delete(grant);
    await this.#host.revoke(grant).catch(() => undefined);
    await rm(file.path, { force: true });
  }

  /** Removes what nobody has spoken of for long; called now and then. */
  async sweep(): Promise<void> {
    for (const [grant, file] of this.#files) {
      const idleMs = this.#now() - file.lastUse;
      if (file.callsInFlight === 0 && idleMs > (file.wasUsed ? usedMs : unusedMs)) {
        await this.discard(grant);
      }
    }
  }

  /** Closes all files to the engine and removes the folder. */
  async close(): Promise<void> {
    for (const grant of [...this.#files.keys()]) await this.discard(grant);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #open(file: Pick<TempFile, 'path' | 'name' | 'mode' | 'sizeBytes'>): Promise<FileGrant> {
    const { path, name, mode } = file;
    const granted = await this.#host.grant({ path, name, mode, isTemporary: true });
    this.#files.set(granted.grant, {
      ...file,
      callsInFlight: 0,
      wasUsed: false,
      lastUse: this.#now(),
    });
    return granted;
  }

  #newPath(): string {
    return join(this.#folder, randomBytes(12).toString('hex'));
  }

  #usedBytes(): number {
    let bytes = this.#arrivingBytes;
    for (const file of this.#files.values()) bytes += file.sizeBytes;
    return bytes;
  }

  /** Lets used files go, the longest unused first, until so many bytes fit in. */
  async #makeRoom(neededBytes: number): Promise<void> {
    const used = [...this.#files]
      .filter(([, file]) => file.wasUsed && file.callsInFlight === 0)
      .sort(([, a], [, b]) => a.lastUse - b.lastUse);
    for (const [grant] of used) {
      if (this.#usedBytes() + neededBytes <= this.#quotaBytes) return;
      await this.discard(grant);
    }
    if (this.#usedBytes() + neededBytes > this.#quotaBytes) throw this.#noRoom();
  }

  #noRoom(): EngineError {
    const quota = megabytesInWords(this.#quotaBytes / 1024 ** 2, 'available');
    return new EngineError(
      'disk-full',
      `The files on their way would take more than ${quota} at once. ` +
        'Import fewer at a time, or use "charloom train" in the terminal, which reads them where they are.',
      { details: { quotaBytes: this.#quotaBytes } },
    );
  }
}

/** All strings in plain values, however deep; JSON that came through a socket has no cycles. */
function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) yield* stringsIn(inner);
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error: unknown) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
