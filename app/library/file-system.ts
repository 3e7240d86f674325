// The few file operations that the library writes with, as a value that tests replace: to fail or to die at
// the n-th operation, to be full, to be slow. The real one is Node's.

import {
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  unlink,
  type FileHandle,
} from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { ByteSource } from '../formats/safetensors.ts';

/** A file open for writing. */
export interface WritableFile {
  /** Writes all of the bytes or throws. */
  write(bytes: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A file open for reading by position. */
export interface ReadableFile extends ByteSource {
  close(): Promise<void>;
}

export interface FileStatus {
  isFile: boolean;
  isFolder: boolean;
  sizeBytes: number;
  modifiedMs: number;
}

export interface FileSystem {
  /** `wx` makes a new file and fails where there is one; `a` appends. */
  openForWriting(path: string, flags: 'wx' | 'a'): Promise<WritableFile>;
  openForReading(path: string): Promise<ReadableFile>;
  readFile(path: string): Promise<Buffer>;
  readFolder(path: string): Promise<string[]>;
  status(path: string): Promise<FileStatus>;
  makeFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Removes a folder with all that is in it; does nothing when it is gone. */
  removeFolder(path: string): Promise<void>;
  /** Makes names in a folder survive a power cut; does nothing where the platform cannot. */
  syncFolder(path: string): Promise<void>;
  freeBytes(path: string): Promise<number>;
  /** Whether a rename may fail for a moment because a virus scanner or an indexer looks at the file. */
  readonly renamesMayBeBusy: boolean;
  wait(milliseconds: number): Promise<void>;
}

const isWindows = process.platform === 'win32';

/** Node's own file system. */
export const nodeFileSystem: FileSystem = {
  async openForWriting(path, flags) {
    return new WritableHandle(await open(path, flags));
  },
  async openForReading(path) {
    const handle = await open(path, 'r');
    try {
      return new ReadableHandle(handle, path, (await handle.stat()).size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  },
  readFile: (path) => readFile(path),
  readFolder: (path) => readdir(path),
  async status(path) {
    const status = await stat(path);
    return {
      isFile: status.isFile(),
      isFolder: status.isDirectory(),
      sizeBytes: status.size,
      modifiedMs: status.mtimeMs,
    };
  },
  async makeFolder(path) {
    await mkdir(path, { recursive: true });
  },
  rename,
  unlink,
  removeFolder: (path) => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  async syncFolder(path) {
    // Windows has no way to do this, and NTFS keeps names in a journal of its own.
    if (isWindows) return;
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async freeBytes(path) {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
  renamesMayBeBusy: isWindows,
  wait: (milliseconds) => setTimeout(milliseconds),
};

class WritableHandle implements WritableFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at);
      at += bytesWritten;
    }
  }

  sync(): Promise<void> {
    return this.#handle.sync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

class ReadableHandle implements ReadableFile {
  readonly sizeBytes: number;
  readonly #handle: FileHandle;
  readonly #path: string;

  constructor(handle: FileHandle, path: string, sizeBytes: number) {
    this.#handle = handle;
    this.#path = path;
    this.sizeBytes = sizeBytes;
  }

  async read(position: number, target: Uint8Array): Promise<void> {
    for (let at = 0; at < target.length;) {
      const { bytesRead } = await this.#handle.read(target, at, target.length - at, position + at);
      if (bytesRead === 0) throw new Error(`${this.#path} became shorter while it was read`);
      at += bytesRead;
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
