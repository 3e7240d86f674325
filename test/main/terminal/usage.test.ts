// What may be typed: help, wrong usage, and what of it reaches the engine.

import { describe, expect, test } from 'vitest';
import { runInFake, trainingEngine, writingEngine } from './fake-terminal.ts';
import { textFile } from './text-file.ts';

const commands = [
  'train',
  'sample',
  'evaluate',
  'corpus',
  'models',
  'show',
  'export',
  'import',
  'rename',
  'remove',
  'demo',
  'serve',
];

describe('help', () => {
  test('lists every command', async () => {
    const { exitCode, stdout } = await runInFake(['--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatchSnapshot();
  });

  test.each(commands)('of %s says what it takes', async (command) => {
    const { exitCode, stdout } = await runInFake([command, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatchSnapshot();
  });

  test.each(['', ...commands])('of "%s" speaks Chinese where the locale does', async (command) => {
    const typed = command === '' ? ['--help'] : [command, '--help'];
    const { stdout } = await runInFake(typed, { environment: { LANG: 'zh_CN.UTF-8' } });
    expect(stdout).toMatchSnapshot();
  });

  test('is shown, as wrong usage, when no command is given', async () => {
    const { exitCode, stdout, stderr } = await runInFake([]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Commands:');
  });

  test('prints the version alone', async () => {
    expect(await runInFake(['--version'])).toMatchObject({ exitCode: 0, stdout: '1.2.3\n' });
  });
});

describe('wrong usage', () => {
  test.each([
    ['an unknown command', 'paint', /unknown command/],
    ['an unknown option', 'train a.txt --loss focal', /unknown option '--loss'/],
    ['an option that is yet to come', 'train a.txt --preset small', /unknown option '--preset'/],
    ['a cell that does not exist', 'train a.txt --cell gru', /There is: lstm/],
    ['an optimizer that does not exist', 'train a.txt --optimizer sgd', /There is: adamw/],
    ['epochs beside minutes', 'train a.txt --epochs 2 --minutes 1', /cannot be used with/],
    ['no text', 'train', /at least one text file/],
    ['a layer of no cells', 'train a.txt --layers 256,0', /1 to 8 sizes from 1 to 4096/],
    ['too many layers', 'train a.txt --layers 1,1,1,1,1,1,1,1,1', /1 to 8 sizes/],
    ['a batch size that is no number', 'train a.txt --batch-size many', /whole number from 1 to/],
    ['a half batch', 'train a.txt --batch-size 2.5', /whole number/],
    ['a learning rate of zero', 'train a.txt --learning-rate 0', /above 0/],
    ['a dropout of one', 'train a.txt --dropout 1', /from 0 to 0.95/],
    ['an unknown embedding', 'train a.txt --embedding two-hot', /or one-hot/],
    ['minutes that are no number', 'train a.txt --minutes soon', /above 0/],
    ['an empty name', 'train a.txt --name=', /1 to 120 characters/],
    ['resume beside texts', 'train a.txt --resume m', /--resume goes on/],
    ['resume beside settings', 'train --resume m --layers 8', /--resume goes on/],
    ['weights to go on from without resume', 'train a.txt --from best', /--from is for --resume/],
    ['no model', 'sample', /missing required argument 'model'/],
    ['a temperature above two', 'sample m --temperature 2.1', /from 0 to 2/],
    ['greed beside a temperature', 'sample m --greedy --temperature 1', /--greedy/],
    ['an empty stop text', 'sample m --stop=', /--stop/],
    ['a count of zero', 'sample m --count 0', /whole number from 1/],
    ['nothing to evaluate', 'evaluate m', /missing required argument 'files'/],
    ['an export without a file', 'export m', /--output/],
    ['one argument too many', 'show m n', /too many arguments/],
    ['a port out of range', 'serve --port 70000', /from 1 to 65535/],
  ])('is %s', async (_, line, message) => {
    const typed = line.split(' ');
    const { exitCode, stdout, stderr, homes } = await runInFake(typed);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(homes).toEqual([]);

    const json = await runInFake([...typed, '--json']);
    expect(json.exitCode).toBe(2);
    expect(json.lines).toEqual([
      { type: 'error', code: 'invalid-request', message: expect.stringMatching(message) as string },
    ]);
  });
});

describe('train', () => {
  test('sends what was typed and leaves the defaults to the engine', async () => {
    const path = await textFile('hello');
    const options =
      '--name Mine --cell lstm --layers 8,16 --embedding one-hot --dropout 0.1 --sequence-length 12 ' +
      '--batch-size 3 --minutes 0.5 --optimizer adamw --learning-rate 1e-3 --schedule cosine ' +
      '--clip-norm 2 --weight-decay 0.01 --validation 0.2 --test 0.05 --patience 4 --seed 9 --replicas 1';
    const { calls } = await runInFake(['train', path, ...options.split(' ')], {
      handlers: trainingEngine,
    });
    expect(calls.at(-1)).toEqual({
      method: 'training.start',
      request: {
        corpus: 'corpus-1',
        name: 'Mine',
        configuration: { cell: 'lstm', layers: [8, 16], embedding: 'one-hot', dropout: 0.1 },
        recipe: {
          sequenceLength: 12,
          batchSize: 3,
          minutes: 0.5,
          optimizer: 'adamw',
          learningRate: 0.001,
          schedule: 'cosine',
          clipNorm: 2,
          weightDecay: 0.01,
          validation: 0.2,
          test: 0.05,
          patience: 4,
          seed: 9,
          replicas: 1,
        },
      },
    });

    const bare = await runInFake(['train', path], { handlers: trainingEngine });
    expect(bare.calls.at(-1)?.request).toEqual({
      corpus: 'corpus-1',
      configuration: {},
      recipe: {},
    });
  });

  test('goes on with a model of that name', async () => {
    const typed = 'train --resume Text --minutes 2 --from last'.split(' ');
    const { calls, exitCode } = await runInFake(typed, { handlers: trainingEngine });
    expect(exitCode).toBe(0);
    expect(calls.at(-1)).toEqual({
      method: 'training.continue',
      request: { model: 'model-1', minutes: 2, from: 'last' },
    });
  });
});

describe('sample', () => {
  test('sends what was typed', async () => {
    const options =
      '--prompt Ahoy --length 20 --temperature 1.5 --top-k 5 --top-p 0.9 --min-p 0.1 --seed 7 --stop x --stop y';
    const { calls } = await runInFake(['sample', 'model-1', ...options.split(' ')], {
      handlers: writingEngine,
    });
    expect(calls.at(-1)?.request).toEqual({
      model: 'model-1',
      prompt: 'Ahoy',
      options: {
        temperature: 1.5,
        topK: 5,
        topP: 0.9,
        minP: 0.1,
        length: 20,
        seed: 7,
        stop: ['x', 'y'],
      },
    });
  });

  test('takes --greedy for temperature 0', async () => {
    const { calls } = await runInFake(['sample', 'model-1', '--greedy', '--seed', '1'], {
      handlers: writingEngine,
    });
    expect(calls.at(-1)?.request).toMatchObject({ options: { temperature: 0, seed: 1 } });
  });
});

describe('--home', () => {
  test('opens the library that it names, in place of the usual one', async () => {
    const models = { 'model.list': () => [] };
    const usual = await runInFake(['models'], { handlers: () => models });
    const other = await runInFake(['models', '--home', '/other/home'], { handlers: () => models });
    expect([...usual.homes, ...other.homes]).toEqual(['/usual/home', '/other/home']);
  });
});
