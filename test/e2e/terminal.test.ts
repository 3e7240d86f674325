// The whole thread in a terminal, with the built program and the real engine: train, write, evaluate, export,
// import, remove; and a training that is stopped and goes on.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { bundles, makeChineseText, makeText, newHome } from './machine.ts';
import { familyOf } from './processes.ts';

type Line = Record<string, unknown> & { type: string };

interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

interface Running {
  child: ChildProcess;
  /** Waits for the first JSON line of a type. */
  until(type: string): Promise<Line>;
  ended: Promise<Ended>;
}

/** Starts one command in the test's own library. */
function start(home: string, typed: string[]): Running {
  const child = spawn(process.execPath, [join(bundles, 'terminal.js'), ...typed], {
    env: { ...process.env, CHARLOOM_HOME: home, LC_ALL: 'C', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(() => ({ exitCode: child.exitCode, stdout, stderr }));
  const until = (type: string) =>
    new Promise<Line>((resolve, reject) => {
      const look = () => {
        const found = linesOf(stdout).find((line) => line.type === type);
        if (found) resolve(found);
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`It ended without "${type}":\n${stdout}${stderr}`)));
    });
  return { child, until, ended };
}

const run = (home: string, ...typed: string[]): Promise<Ended> => start(home, typed).ended;

/** The whole JSON lines of an output. */
function linesOf(stdout: string): Line[] {
  return stdout
    .slice(0, stdout.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

/** Runs with --json and expects success. */
async function json(home: string, ...typed: string[]): Promise<Line[]> {
  const { exitCode, stdout, stderr } = await run(home, ...typed, '--json');
  expect(stderr + stdout).not.toContain('"type":"error"');
  expect(exitCode).toBe(0);
  return linesOf(stdout);
}

/** The models of a library but those that come with Charloom. */
async function ownModels(home: string): Promise<Line[]> {
  const models = await json(home, 'models');
  return models.filter(({ origin }) => origin !== 'shipped');
}

async function prepare(sentences: number): Promise<{ home: string; text: string }> {
  const home = await newHome();
  const text = join(home, 'small world.txt');
  await writeFile(text, makeText(sentences));
  return { home, text };
}

describe('charloom in a terminal', () => {
  test('trains, writes, evaluates, exports, imports and removes', async () => {
    const { home, text } = await prepare(600);
    const lines = await json(
      home,
      'train',
      text,
      '--layers',
      '48',
      '--epochs',
      '12',
      '--seed',
      '3',
    );
    expect(lines[0]).toMatchObject({
      type: 'started',
      name: 'small world',
      replicas: expect.any(Number) as number,
    });
    const types = new Set(lines.map(({ type }) => type));
    expect([...types].sort()).toEqual(
      expect.arrayContaining(['done', 'progress', 'started', 'validation']),
    );
    const done = lines.find(({ type }) => type === 'done');
    expect(done).toMatchObject({ model: lines[0]?.['model'] });
    const progress = lines.filter(({ type }) => type === 'progress');
    const losses = progress.map(({ loss }) => Number(loss));
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.5);
    expect(progress.at(-1)).toMatchObject({ epoch: 12, etaSeconds: 0 });

    // The same seed gives the same text, streamed or as JSON, alone or as one of several.
    const model = String(done?.['model']);
    const options = ['--prompt', 'the miller ', '--length', '120', '--seed', '7'];
    const streamed = await run(home, 'sample', model, ...options);
    const [first, second] = await json(home, 'sample', 'small world', ...options, '--count', '2');
    const [next] = await json(home, 'sample', model, ...options.slice(0, -1), '8');
    expect(streamed).toMatchObject({
      exitCode: 0,
      stdout: `${String(first?.['text'])}\n`.replace(/\n\n$/, '\n'),
    });
    expect([...String(first?.['text'])].length).toBeLessThanOrEqual(120);
    expect(second).toMatchObject({ seed: 8, text: next?.['text'] });
    expect(second?.['text']).not.toBe(first?.['text']);

    // The exported file is the model, also for a library that never saw it, and leaves nothing behind.
    const file = join(home, 'given away.safetensors');
    await json(home, 'export', model, '--output', file);
    const [inLibrary] = await json(home, 'evaluate', model, text);
    const elsewhere = await newHome();
    const [inFile] = await json(elsewhere, 'evaluate', file, text);
    expect(inFile).toEqual(inLibrary);
    expect(await readdir(elsewhere)).toEqual([]);
    const [fromFile] = await json(elsewhere, 'sample', file, ...options);
    expect(fromFile?.['text']).toBe(first?.['text']);

    const [imported] = await json(home, 'import', file, '--name', 'Given');
    expect(await ownModels(home)).toHaveLength(2);
    await json(home, 'rename', 'Given', 'Taken');
    await json(home, 'remove', 'Taken');
    expect((await ownModels(home)).map(({ id }) => id)).toEqual([model]);
    expect(imported?.['model']).not.toBe(model);

    // The same text is kept once.
    await json(home, 'train', text, '--layers', '8', '--epochs', '1');
    expect(await readdir(join(home, 'corpora'))).toHaveLength(1);
  });

  test('reads old files in GBK, keeps them as a text, and trains on that', async () => {
    const home = await newHome();
    // What lies in the library's own folder would be taken for something that is there for a moment.
    const folder = await newHome();
    const file = join(folder, '山村.txt');
    const content = makeChineseText(160);
    await writeFile(file, iconv.encode(content, 'gbk'));
    const [corpus] = await json(home, 'corpus', file, '--clean', 'full-width');
    expect(corpus).toMatchObject({
      encodings: ['GB18030'],
      sources: [{ encoding: 'gb18030', undecodable: 0 }],
      characters: [...content].length,
      cleaning: expect.arrayContaining([
        { step: 'fullWidth', changes: content.split('，').length - 1 },
      ]) as unknown,
      problems: [],
    });
    expect(await json(home, 'texts')).toEqual([]);

    const small = ['--layers', '24', '--epochs', '2', '--sequence-length', '16', '--seed', '1'];
    const lines = await json(home, 'train', file, ...small);
    const done = lines.find(({ type }) => type === 'done');
    const baseline = lines.find(({ type }) => type === 'baseline');
    expect(Number(baseline?.['loss'])).toBeGreaterThan(0);

    const [kept, ...others] = await json(home, 'texts');
    expect(kept).toMatchObject({ type: 'text', name: '山村', characters: [...content].length });
    expect(others).toEqual([]);
    const [counted] = await json(home, 'texts', 'count', '山村');
    expect(counted).toMatchObject({ loss: baseline?.['loss'], order: baseline?.['order'] });

    // The file changes: that is noticed, and only read when it is asked for.
    await writeFile(file, iconv.encode(content + makeChineseText(20), 'gbk'));
    const [changed] = await json(home, 'texts', 'show', '山村');
    expect(changed).toMatchObject({ hash: kept?.['hash'], sources: [{ state: 'changed' }] });
    const [reread] = await json(home, 'texts', 'reread', '山村');
    expect(Number(reread?.['characters'])).toBeGreaterThan([...content].length);

    // A model is judged on a file as it was on its own text, whatever the file is encoded in.
    const plain = join(folder, 'plain.txt');
    await writeFile(plain, content);
    await writeFile(file, iconv.encode(content, 'gbk'));
    const model = String(done?.['model']);
    const [inGbk] = await json(home, 'evaluate', model, file);
    expect(inGbk).toMatchObject({ type: 'evaluation', unknown: 0 });
    expect(await json(home, 'evaluate', model, plain)).toEqual([inGbk]);
    await json(home, 'texts', 'remove', '山村');
    expect(await json(home, 'texts')).toEqual([]);
  });

  test('stops at Ctrl-C with 130 and goes on from there', async () => {
    const { home, text } = await prepare(600);
    const stopped = start(home, ['train', text, '--layers', '48', '--epochs', '60', '--json']);
    const { model } = await stopped.until('started');
    const before = await stopped.until('progress');
    const family = familyOf(stopped.child.pid!).map(({ id }) => id);
    stopped.child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await stopped.ended;
    expect(exitCode).toBe(130);
    expect(stderr).toContain(`charloom train --resume ${String(model)}`);
    expect(linesOf(stdout).map(({ type }) => type)).not.toContain('done');
    expect(family.length).toBeGreaterThan(1);
    expect(family.flatMap((id) => familyOf(id))).toEqual([]);
    expect(await ownModels(home)).toMatchObject([{ id: model, state: 'interrupted' }]);

    const lines = await json(home, 'train', '--resume', String(model));
    const first = lines.find(({ type }) => type === 'progress');
    expect(Number(first?.['step'])).toBeGreaterThan(Number(before['step']));
    expect(lines.find(({ type }) => type === 'done')).toMatchObject({ model });
    expect(lines.filter(({ type }) => type === 'progress').at(-1)).toMatchObject({ epoch: 60 });

    // Finished, it can be trained longer.
    const longer = await json(home, 'train', '--resume', String(model), '--epochs', '1');
    expect(longer.filter(({ type }) => type === 'progress').at(-1)).toMatchObject({ epoch: 61 });
  });

  test('says what is wrong in one line, as its exit code does', async () => {
    const { home } = await prepare(1);
    const text = join(home, 'short.txt');
    await writeFile(text, 'too short');
    const short = await run(home, 'train', text, '--json');
    expect(short.exitCode).toBe(1);
    expect(linesOf(short.stdout)).toMatchObject([{ type: 'error', code: 'corpus-too-short' }]);

    const binary = join(home, 'picture.bin');
    await writeFile(
      binary,
      Uint8Array.from({ length: 5000 }, (_, index) => index % 256),
    );
    expect(await run(home, 'train', binary)).toMatchObject({ exitCode: 1, stdout: '' });
    expect(await run(home, 'sample', 'nobody')).toMatchObject({ exitCode: 1, stdout: '' });
    expect(await run(home, 'train', text, '--epochs', '0')).toMatchObject({ exitCode: 2 });
  });

  test('shows what a text is', async () => {
    const { home, text } = await prepare(100);
    const [corpus] = await json(home, 'corpus', text);
    const content = await readFile(text, 'utf8');
    expect(corpus).toMatchObject({
      type: 'corpus',
      files: 1,
      encodings: ['UTF-8'],
      characters: content.length,
      vocabularySize: new Set(content).size,
    });
  });
});
