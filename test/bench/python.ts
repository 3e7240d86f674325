// Finds a Python that has PyTorch; without one the rows leave that peer out and say so.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Loading PyTorch for the first time reads some hundred megabytes. */
const timeoutMs = 120_000;

/** The Python named by CHARLOOM_PYTHON, else python3; null where that has no PyTorch. */
export async function findPyTorch(): Promise<string | null> {
  const python = process.env['CHARLOOM_PYTHON'] || 'python3';
  try {
    await execute(python, ['-c', 'import torch'], { timeout: timeoutMs });
    return python;
  } catch {
    process.stderr.write(
      `${python} has no PyTorch, so its side is left out. Name a Python that has it in CHARLOOM_PYTHON.\n`,
    );
    return null;
  }
}
