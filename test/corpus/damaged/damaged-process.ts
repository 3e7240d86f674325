// The entry of a process that reads damaged inputs as the engine does, but for TensorFlow: a library whose texts are
// read in the reading thread. Tells of each input before it is read and after, and at the end of what is left.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReadingThread } from '../../../app/engine/texts/reading-thread.ts';
import { openLibrary } from '../../../app/library/library.ts';
import { findFaults } from './corpus-faults.ts';
import { DamagedInputs } from './damaged-inputs.ts';
import type { DamagedJob, DamagedMessage } from './damaged-job.ts';
import { readGoldenDocuments } from './golden-documents.ts';
import { readDamaged } from './read-damaged.ts';

/** Corpora that stay, to be copied and merged at the end. */
const keptAtMost = 6;

/** Inputs after which everything is open that is opened once. */
const warmUp = 20;

const job = JSON.parse(process.argv[2] ?? '{}') as DamagedJob;
const { root, goldenFolder, readingScript, first, end } = job;
const say = (message: DamagedMessage) => process.send?.(message);

let threadsStarted = 0;
process.on('worker', () => threadsStarted++);

const reading = new ReadingThread(readingScript);
const library = await openLibrary({
  home: join(root, 'home'),
  writeSnapshot: reading.writeSnapshot.bind(reading),
});
const inputs = new DamagedInputs(readGoldenDocuments(goldenFolder), join(root, 'outside'));
const surroundings = { library, reading, inputsFolder: join(root, 'inputs') };
const kept: string[] = [];

/** Reads one input and tells of it. */
async function readOne(number: number): Promise<void> {
  say({ kind: 'begins', number });
  const input = inputs.draw(number);
  const { corpus, ...outcome } = await readDamaged(input, surroundings);
  if (corpus !== null && kept.length < keptAtMost && number % 7 === 0) kept.push(corpus);
  else if (corpus !== null) await library.corpora.remove(corpus);
  const faults = [...outcome.faults, ...findStrays()];
  const residentBytes = process.memoryUsage.rss();
  say({ kind: 'read', number, label: input.label, ...outcome, faults, residentBytes });
}

/** Everything that lies where nothing should. */
function findStrays(): string[] {
  const strays = [
    ...readdirSync(root).filter((name) => !['home', 'temporary', 'working'].includes(name)),
    ...readdirSync(join(root, 'temporary')),
    ...readdirSync(join(root, 'working')),
    ...readdirSync(join(root, 'home')).filter((name) => !['corpora', 'models'].includes(name)),
    ...readdirSync(join(root, 'home', 'corpora')).filter((name) => !kept.includes(name)),
    ...readdirSync(join(root, 'home', 'models')),
  ];
  return strays.map((name) => `it leaves ${JSON.stringify(name)} behind`);
}

/** Copies and merges what was kept; what is wrong with the results. */
async function copyAndMerge(): Promise<string[]> {
  const [original] = kept;
  if (original === undefined) return [];
  const made = [await library.corpora.duplicate(original)];
  if (kept.length > 1) made.push(await library.corpora.merge(kept, { minimumCharacters: 1 }));
  const faults: string[] = [];
  for (const { id } of made) {
    for (const fault of await findFaults(library, id)) faults.push(`${id}: ${fault}`);
    kept.push(id);
  }
  return faults;
}

/** Files, pipes and sockets that are open, as Linux tells. */
function countOpen(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}

/** The most memory that was resident at any time, as Linux tells. */
function peakBytes(): number {
  if (!existsSync('/proc/self/status')) return process.memoryUsage.rss();
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return 1024 * Number(kilobytes);
}

let openAtFirst = 0;
for (let number = first; number < end; number++) {
  await readOne(number);
  if (number === first + warmUp) openAtFirst = countOpen();
}
const faults = await copyAndMerge();
const openAtLast = countOpen();
if (openAtFirst > 0 && openAtLast > openAtFirst) {
  faults.push(`${openAtLast} files are open, ${openAtFirst} were after the first inputs`);
}
if (threadsStarted > 1) faults.push(`the reading thread was lost ${threadsStarted - 1} times`);
await reading.close();
say({ kind: 'ended', faults, corpora: kept, peakBytes: peakBytes() });
// What still runs or is open keeps this process alive, and whoever started it waits only so long.
process.disconnect?.();
