// One writer for a folder, across processes. The operating system holds the lock and lets go of it when the
// process ends, however it ends: no time stamps, so clocks may jump, and no stale files to take over.
// Linux: an abstract socket; Windows: a named pipe; macOS: an exclusive file lock. A file beside it says who.
// Holds on one machine: two that share a network folder do not see each other's locks.

import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readFile, realpath, unlink, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { failureCode } from './failures.ts';

/** A lock that this process holds. */
export interface FolderLock {
  release(): Promise<void>;
}

/** Not in Node's constants: open(2) of macOS takes and holds an exclusive lock with this flag. */
const macosExclusiveLock = 0x20;

const isMacos = process.platform === 'darwin';

/** Takes the lock of a folder; null when another writer has it, in this process or elsewhere. */
export async function takeLock(folder: string): Promise<FolderLock | null> {
  const lock = isMacos ? await lockFile(folder) : await listen(await addressOf(folder));
  if (lock === null) return null;
  const holder = JSON.stringify({ process: process.pid, since: new Date().toISOString() });
  // Only tells people who it is; the lock holds without it, on a full disk too.
  await writeFile(holderPath(folder), `${holder}\n`).catch(() => undefined);
  return {
    async release() {
      // The file that macOS locks must stay, or two processes could lock two files of one name.
      if (!isMacos) await unlink(holderPath(folder)).catch(() => undefined);
      await lock.release();
    },
  };
}

/** Whether somebody, perhaps this process, holds the lock of a folder. */
export async function isLocked(folder: string): Promise<boolean> {
  if (!isMacos) return canConnect(await addressOf(folder));
  const lock = await lockFile(folder);
  await lock?.release();
  return lock === null;
}

/** The process that holds, or last held, the lock of a folder; null when it left no word. */
export async function lockHolder(folder: string): Promise<number | null> {
  try {
    const holder: unknown = JSON.parse(await readFile(holderPath(folder), 'utf8'));
    const isTold = typeof holder === 'object' && holder !== null && 'process' in holder;
    return isTold && typeof holder.process === 'number' ? holder.process : null;
  } catch {
    return null;
  }
}

function holderPath(folder: string): string {
  return join(folder, 'lock');
}

/** The same for every way to write the folder's path; users on one machine do not meet. */
async function addressOf(folder: string): Promise<string> {
  const place = `${process.getuid?.() ?? ''} ${await realpath(folder)}`;
  const hash = createHash('sha256').update(place).digest('hex').slice(0, 32);
  return process.platform === 'win32' ? `\\\\.\\pipe\\charloom-${hash}` : `\0charloom-${hash}`;
}

function listen(address: string): Promise<FolderLock | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((visitor) => visitor.destroy());
    server.once('error', (error) => {
      const isTaken = ['EADDRINUSE', 'EACCES'].includes(failureCode(error) ?? '');
      if (isTaken) resolve(null);
      else reject(error);
    });
    server.listen({ path: address, exclusive: true }, () => {
      server.unref();
      resolve({
        release: () => new Promise((closed) => server.close(() => closed())),
      });
    });
  });
}

function canConnect(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path: address });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      resolve(!['ECONNREFUSED', 'ENOENT'].includes(failureCode(error) ?? ''));
    });
  });
}

async function lockFile(folder: string): Promise<FolderLock | null> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | macosExclusiveLock;
  try {
    const handle = await open(holderPath(folder), flags);
    return { release: () => handle.close() };
  } catch (error) {
    if (['EAGAIN', 'EWOULDBLOCK'].includes(failureCode(error) ?? '')) return null;
    throw error;
  }
}
