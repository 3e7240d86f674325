// The whole thread, as a person goes through it: import, train, watch, write, save, open again, write the same.
// The same steps run in a browser tab and in an Electron window.
import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Face } from './face.ts';
import { makeText } from './machine.ts';
import { CharloomPage } from './pages/charloom-page.ts';

const manner = { prompt: 'the miller', length: 120, seed: 7 };

/** Goes through the thread; every step waits for what a person would wait for. */
export async function goThroughTheThread(face: Face): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'charloom-thread-'));
  const text = join(folder, 'river.txt');
  const modelFile = join(folder, 'river.safetensors');
  writeFileSync(text, makeText(900));
  const charloom = new CharloomPage(face.page);
  const { texts, recipe, run, write } = charloom;
  await charloom.isReady();

  // Import a text of one's own.
  await face.pick([text], () => texts.openOwn());
  await texts.isShown(/river/);

  // Train a tiny network on it, and see the curve move.
  await texts.trainOnIt();
  await recipe.setEverything();
  await recipe.useOneLayer(24);
  await recipe.trainForEpochs(12);
  await recipe.fill('Batch size', 8);
  await recipe.fill('Learning rate', 0.01);
  await recipe.fill('Sequence length', 16);
  await recipe.fill('Embedding size', 8);
  await recipe.start();
  const first = await run.curve();
  const second = await run.curveMoves(first);
  expect(second).not.toBe(first);
  await run.isDone();

  // Write with it.
  await run.writeWithIt();
  const written = await write.write(manner);
  expect(written.startsWith(manner.prompt)).toBe(true);
  expect(written.length).toBe(manner.prompt.length + manner.length);

  // Save it as a file, delete it, and open the file.
  await face.saveTo(modelFile, () => charloom.saveModelAs());
  expect(statSync(modelFile).size).toBeGreaterThan(1000);
  await charloom.deleteModel();
  await charloom.models(/river/).waitFor({ state: 'detached' });
  await face.pick([modelFile], () => charloom.openModelFile());
  await charloom.models(/river.*from a file/).waitFor();

  // The same model, prompt and seed write the same text; one character more shows that it was written anew.
  await charloom.go('Write');
  const again = await write.write({ ...manner, length: manner.length + 1 });
  expect(again.slice(0, -1)).toBe(written);
}
