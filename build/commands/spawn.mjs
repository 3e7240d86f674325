// Runs a program in the foreground, on this terminal: its output is ours, and so is its end.
import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and returns its exit code; a signal counts as in a shell, 128 and its number.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function runInForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    // Ctrl-C reaches the child as well, and its end decides when we end.
    const wait = () => undefined;
    process.on('SIGINT', wait);
    const end = () => void child.kill('SIGTERM');
    process.on('SIGTERM', end);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGINT', wait);
      process.off('SIGTERM', end);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}
