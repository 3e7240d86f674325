// One set-up at a time. The lock is a socket that its holder listens on: the system itself lets go of it
// when the holder ends in whatever way, so there is no stale lock to guess about, and whoever waits hears
// of the end at once. Child processes may keep it too (see `heldDescriptors`): after a kill -9 of set-up,
// the next one waits until an orphaned npm has finished.
import { createHash } from 'node:crypto';
import { stat, unlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** @typedef {{ server: import('node:net').Server, waiters: Set<import('node:net').Socket> }} Lock */

/** @type {Set<Lock>} */
const held = new Set();

/**
 * Where the lock of a folder listens: an abstract socket on Linux, a named pipe on Windows, a file
 * elsewhere. Hashed, because socket paths may have about a hundred characters only.
 * @param {string} folder
 * @param {NodeJS.Platform} platform
 */
export function lockAddress(folder, platform = process.platform) {
  const hash = createHash('sha256').update(`${userInfo().uid}:${folder}`).digest('hex');
  const name = `charloom-${hash.slice(0, 24)}`;
  if (platform === 'win32') return `\\\\.\\pipe\\${name}`;
  if (platform === 'linux') return `\0${name}`;
  return join(tmpdir(), `${name}.sock`);
}

/**
 * Runs `work` while holding the lock at `address`; waits for another holder first, and says so once.
 * @template T
 * @param {string} address
 * @param {{ onWait: () => void }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(address, { onWait }, work) {
  const lock = await acquire(address, onWait);
  held.add(lock);
  try {
    return await work();
  } finally {
    held.delete(lock);
    lock.server.close();
    for (const waiter of lock.waiters) waiter.destroy();
  }
}

/** The descriptors to hand to a child process that must not outlive the lock. None on Windows. */
export function heldDescriptors() {
  if (process.platform === 'win32') return [];
  return [...held].map(({ server }) => {
    // Node has no public name for a listening socket's descriptor.
    const internal = /** @type {unknown} */ (server);
    return /** @type {{ _handle: { fd: number } }} */ (internal)._handle.fd;
  });
}

/**
 * @param {string} address
 * @param {() => void} onWait
 */
async function acquire(address, onWait) {
  let hasSaidSo = false;
  for (;;) {
    const lock = await listen(address);
    if (lock) return lock;
    const before = await socketFile(address);
    const wasAlive = await waitForEnd(address, () => {
      if (!hasSaidSo) onWait();
      hasSaidSo = true;
    });
    // Nobody answers: the file is all that is left of a holder that was killed. Unless it is newer.
    if (!wasAlive && before !== undefined && before === (await socketFile(address))) {
      await unlink(address).catch(() => undefined);
    }
  }
}

/**
 * Which file the socket is, where it is one; undefined for abstract sockets, pipes and missing files.
 * @param {string} address
 */
async function socketFile(address) {
  if (address.startsWith('\0') || address.startsWith('\\\\')) return undefined;
  return stat(address).then(
    ({ ino, birthtimeMs }) => `${ino} ${birthtimeMs}`,
    () => undefined,
  );
}

/**
 * Listens at the address, or undefined when somebody else does.
 * @param {string} address
 * @returns {Promise<Lock | undefined>}
 */
function listen(address) {
  return new Promise((resolve, reject) => {
    /** @type {Lock['waiters']} */
    const waiters = new Set();
    // Whoever waits stays connected, and hears of the end by losing the connection.
    const server = createServer((waiter) => {
      waiters.add(waiter);
      waiter.on('error', () => undefined);
      waiter.on('close', () => waiters.delete(waiter));
      waiter.unref();
    });
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve({ server, waiters });
    });
  });
}

/**
 * Stays connected to the holder until it ends; false when nobody was there.
 * @param {string} address
 * @param {() => void} onConnected
 * @returns {Promise<boolean>}
 */
function waitForEnd(address, onConnected) {
  return new Promise((resolve) => {
    let isConnected = false;
    const socket = connect(address, () => {
      isConnected = true;
      onConnected();
    });
    socket.on('error', () => undefined);
    socket.resume();
    socket.on('close', () => resolve(isConnected));
  });
}
