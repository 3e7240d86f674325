// What a person is told where the native part is not in place.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

test('says to run the set-up where tfjs-node or its native part is missing', async () => {
  // Outside of the repository no node_modules is found.
  const folder = await mkdtemp(join(tmpdir(), 'charloom-binding-'));
  try {
    const outfile = join(folder, 'binding.mjs');
    const entry = fileURLToPath(new URL('../../app/tensor/binding.ts', import.meta.url));
    await build({
      stdin: {
        contents: `import { loadBinding } from ${JSON.stringify(entry)};
          try { loadBinding(); } catch ({ code, message }) { console.log(JSON.stringify({ code, message })); }`,
        resolveDir: folder,
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'silent',
    });
    const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
    expect(JSON.parse(stdout)).toEqual({
      code: 'tensorflow-missing',
      message: expect.stringMatching(/@tensorflow\/tfjs-node.*npm run setup/),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
