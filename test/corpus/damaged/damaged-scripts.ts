// Bundles the processes that read damaged inputs, and for tests that run without the whole build the threads that
// these start as well.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { moduleFormat } from '../../../build/bundle/module-format.mjs';

export interface DamagedScripts {
  /** Reads input after input. */
  process: string;
  /** Reads one large line. */
  largeLine: string;
  /** The engine's thread that reads texts; the one that reads PDFs lies beside it. */
  reading: string;
}

export interface DamagedBundleOptions {
  repository: string;
  /** Where the bundles are put. */
  folder: string;
  /** Left out, the thread is bundled as well, without its tables of characters. */
  reading?: string;
}

/** Bundles of the sources as they are now. */
export async function bundleDamaged(options: DamagedBundleOptions): Promise<DamagedScripts> {
  const { repository, folder, reading } = options;
  await rm(folder, { recursive: true, force: true });
  const threads = {
    reading: 'app/corpus/importing/reading-worker.ts',
    'pdf-worker': 'app/corpus/sources/pdf/pdf-worker.ts',
  };
  await build({
    ...moduleFormat,
    absWorkingDir: repository,
    entryPoints: {
      process: 'test/corpus/damaged/damaged-process.ts',
      'large-line': 'test/corpus/damaged/large-line-process.ts',
      ...(reading === undefined && threads),
    },
    outdir: folder,
    logLevel: 'error',
  });
  return {
    process: join(folder, 'process.js'),
    largeLine: join(folder, 'large-line.js'),
    reading: reading ?? join(folder, 'reading.js'),
  };
}

/** Where the documents of other programs lie. */
export function goldenFolderIn(repository: string): string {
  return join(repository, 'test', 'corpus', 'sources', 'golden');
}
