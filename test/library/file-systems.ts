// File systems that fail, are full or end the process at a chosen operation.

import { nodeFileSystem, type FileSystem } from '../../app/library/file-system.ts';

export function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: by the test`), { code });
}

/** Called before every operation that changes the disk; may throw, or end the process. */
export type BeforeOperation = (operation: string) => void;

/**
 * Node's file system with something done before every change. A write that is stopped has written half of
 * its bytes, as a crash or a full disk would leave it.
 */
export function watchedFileSystem(before: BeforeOperation): FileSystem {
  return {
    ...nodeFileSystem,
    async openForWriting(path, flags) {
      before('open');
      const file = await nodeFileSystem.openForWriting(path, flags);
      return {
        async write(bytes) {
          await file.write(bytes.subarray(0, bytes.length >> 1));
          before('write');
          await file.write(bytes.subarray(bytes.length >> 1));
        },
        async sync() {
          before('sync');
          await file.sync();
        },
        async close() {
          await file.close();
          before('close');
        },
      };
    },
    async makeFolder(path) {
      before('makeFolder');
      await nodeFileSystem.makeFolder(path);
    },
    async rename(from, to) {
      before('rename');
      await nodeFileSystem.rename(from, to);
    },
    async unlink(path) {
      before('unlink');
      await nodeFileSystem.unlink(path);
    },
    async removeFolder(path) {
      before('removeFolder');
      await nodeFileSystem.removeFolder(path);
    },
    async syncFolder(path) {
      before('syncFolder');
      await nodeFileSystem.syncFolder(path);
    },
  };
}

/** Fails at the n-th operation, counted from when `arm` is called; `isDone` says whether it came to that. */
export function failingFileSystem(code: string, options: { staysBroken: boolean }) {
  let left = Infinity;
  let isDone = false;
  const fileSystem = watchedFileSystem(() => {
    if (isDone && options.staysBroken) throw failure(code);
    if (--left !== 0) return;
    isDone = true;
    throw failure(code);
  });
  return {
    fileSystem,
    arm(n: number) {
      left = n;
      isDone = false;
    },
    disarm() {
      left = Infinity;
      isDone = false;
    },
    get isDone() {
      return isDone;
    },
  };
}

/** A disk with room for so many more bytes. */
export function smallDisk(roomBytes: number) {
  let room = roomBytes;
  const fileSystem: FileSystem = {
    ...nodeFileSystem,
    freeBytes: async () => room,
    async openForWriting(path, flags) {
      const file = await nodeFileSystem.openForWriting(path, flags);
      return {
        async write(bytes) {
          const fitting = bytes.subarray(0, room);
          room -= fitting.length;
          await file.write(fitting);
          if (fitting.length < bytes.length) throw failure('ENOSPC');
        },
        sync: () => file.sync(),
        close: () => file.close(),
      };
    },
  };
  return { fileSystem, setRoom: (bytes: number) => void (room = bytes) };
}
