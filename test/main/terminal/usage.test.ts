// What may be typed: help, wrong usage, and what of it reaches the engine.

import { describe, expect, test } from 'vitest';
import { runInFake, trainingEngine, writingEngine } from './fake-terminal.ts';

const commands = [
  'train',
  'plan',
  'presets',
  'sample',
  'evaluate',
  'corpus',
  'texts',
  'texts show',
  'texts rename',
  'texts remove',
  'texts duplicate',
  'texts merge',
  'texts reread',
  'texts count',
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
    const { exitCode, stdout } = await runInFake([...command.split(' '), '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatchSnapshot();
  });

  test.each(['', ...commands])('of "%s" speaks Chinese where the locale does', async (command) => {
    const typed = [...command.split(' ').filter((word) => word !== ''), '--help'];
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
    ['an unknown option', 'train a.txt --depth 2', /unknown option '--depth'/],
    ['a preset that does not exist', 'train a.txt --preset huge', /There is: small, medium/],
    ['a cell that does not exist', 'train a.txt --cell cnn', /There is: lstm, gru, rnn/],
    ['an optimizer that does not exist', 'train a.txt --optimizer lion', /There is: adamw/],
    ['a loss that does not exist', 'train a.txt --loss focal', /There is: cross-entropy/],
    ['epochs beside minutes', 'train a.txt --epochs 2 --minutes 1', /cannot be used with/],
    [
      'convergence beside epochs',
      'train a.txt --until-converged --epochs 2',
      /cannot be used with/,
    ],
    [
      'convergence beside minutes',
      'plan a.txt --until-converged --minutes 2',
      /cannot be used with/,
    ],
    [
      'convergence without checks',
      'train a.txt --until-converged --validation 0',
      /leave out --validation 0/,
    ],
    [
      'tied weights of another size',
      'train a.txt --tie-weights --embedding 64 --layers 128',
      /layer before the output, 128; it is 64/,
    ],
    [
      'tied weights without an embedding',
      'train a.txt --tie-weights --embedding one-hot',
      /layer before the output, 256; it is one-hot/,
    ],
    [
      'tied weights of a size that the head changes',
      'plan a.txt --tie-weights --embedding 256 --head 64,32',
      /layer before the output, 32; it is 256/,
    ],
    ['a stride of a stream', 'train a.txt --stride 2', /only with --windows strided/],
    [
      'warm-up without cosine',
      'train a.txt --preset keras-stack --warmup 0.1',
      /only with --schedule cosine/,
    ],
    [
      'a decay without a schedule for it',
      'train a.txt --decay-factor 0.5',
      /only with --schedule step/,
    ],
    [
      'an interval that nothing decays by',
      'train a.txt --decay-every 2',
      /only with --schedule step/,
    ],
    [
      'a delay of a plateau',
      'train a.txt --schedule plateau --decay-after 2',
      /only with --schedule step \| exponential/,
    ],
    [
      'squares that sgd does not keep',
      'train a.txt --optimizer sgd --square-decay 0.9',
      /only with --optimizer/,
    ],
    ['a network for fine-tuning', 'train a.txt --fine-tune m --layers 8', /leave out --layers/],
    ['a preset for fine-tuning', 'plan a.txt --fine-tune m --preset small', /leave out --preset/],
    ['resume beside fine-tuning', 'train --resume m --fine-tune n', /--resume goes on/],
    ['no text to plan for', 'plan', /at least one text file/],
    ['a name for a plan', 'plan a.txt --name Mine', /unknown option '--name'/],
    ['files beside a corpus', 'presets a.txt --corpus Text', /not both/],
    ['files to train on beside a corpus', 'train a.txt --corpus Text', /not both/],
    ['files to plan for beside a corpus', 'plan a.txt --corpus Text', /not both/],
    ['a corpus that is read anew', 'train --corpus Text --encoding big5', /leave out --encoding/],
    ['a corpus that is cleaned anew', 'plan --corpus T --keep-characters a', /leave out --keep-ch/],
    ['an encoding that is not read', 'train a.txt --encoding latin', /There is: utf-8, utf-16le/],
    ['a format that is not read', 'corpus a.txt --format odt', /There is: text, markdown/],
    ['a step of cleaning that is none', 'train a.txt --clean blanks,dust', /There is: usual, keep/],
    ['a step of cleaning without a name', 'corpus a.txt --clean=', /There is: usual, keep/],
    ['cleaning what is evaluated', 'evaluate m a.txt --clean blanks', /unknown option '--clean'/],
    ['no text to show', 'texts show', /missing required argument 'text'/],
    ['one text to merge', 'texts merge a', /at least two texts/],
    ['no name to give', 'texts rename a', /missing required argument 'name'/],
    ['counting without a validation part', 'texts count a --validation 0', /leave out --valid/],
    ['a command on texts that is none', 'texts paint', /unknown command 'paint'/],
    [
      'too many dense layers',
      'train a.txt --head 1,1,1,1,1,1,1,1,1',
      /1 to 8 sizes from 1 to 4096, as in 64,32, or none/,
    ],
    ['a stride of zero', 'train a.txt --windows strided --stride 0', /from 1 to 4096/],
    ['a norm of zero', 'train a.txt --clip-norm 0', /above 0, at most 1000000, or off/],
    ['a value of zero', 'train a.txt --clip-value 0', /or off/],
    ['a momentum of one', 'train a.txt --momentum 1', /from 0 to 0.9999/],
    ['a decay above one', 'train a.txt --schedule step --decay-factor 2', /at most 1\./],
    ['a warm-up above one', 'train a.txt --warmup 1.5', /from 0 to 1\./],
    ['no patience at all', 'train a.txt --patience 0', /or off/],
    ['checks at every half step', 'train a.txt --validate-every 0.5', /whole number/],
    ['an unknown arithmetic', 'train a.txt --arithmetic float16', /float32, bfloat16/],
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

describe('a refusal', () => {
  test.each([
    ['paint', '没有命令“paint”。'],
    ['trian a.txt', '没有命令“trian”，是不是 train？'],
    ['texts list', '没有命令“list”。'],
    ['train a.txt --depth 2', '没有选项 --depth。'],
    ['train a.txt --epoch 2', '没有选项 --epoch，是不是 --epochs？'],
    ['sample', '缺少参数 <model>。'],
    ['train a.txt --epochs', '选项 --epochs <n> 后面缺少值。'],
    ['export m', '必须给出选项 --output <file>。'],
    ['plan a --epochs 2 --minutes 1', '选项 --minutes <m> 不能与 --epochs <n> 同用。'],
    ['show m n', '参数太多：show 应有 1 个，给出了 2 个。'],
    ['train a.txt --cell cnn', '选项 --cell <cell> 不能是“cnn”。可选：lstm, gru, rnn。'],
    ['train a.txt --name=', '选项 --name <name> 不能是“”。名称应有 1 到 120 个字符。'],
    ['rename m ', '参数 <name> 不能是“”。名称应有 1 到 120 个字符。'],
  ])('of "%s" is Chinese as a whole where the locale is', async (line, said) => {
    const [command = '', ...rest] = line.split(' ');
    const environment = { LANG: 'zh_CN.UTF-8' };
    const { stderr } = await runInFake([command, ...rest], { environment });
    expect(stderr.split('\n')[0]).toBe(`用法有误：${said}`);
    const { lines } = await runInFake([command, '--json', ...rest], { environment });
    expect(lines).toEqual([{ type: 'error', code: 'invalid-request', message: said }]);
  });

  test.each([
    ['paint', 'charloom'],
    ['train a.txt --depth 2', 'charloom train'],
    ['texts list', 'charloom texts'],
    ['texts show', 'charloom texts show'],
  ])('of "%s" names the help of %s', async (line, command) => {
    const { stderr } = await runInFake(line.split(' '));
    expect(stderr).toContain(`See: ${command} --help\n`);
  });
});

describe('train', () => {
  test('goes on with a model of that name', async () => {
    const typed = 'train --resume Text --minutes 2 --from last'.split(' ');
    const { calls, exitCode } = await runInFake(typed, { handlers: trainingEngine });
    expect(exitCode).toBe(0);
    expect(calls.filter(({ method }) => method.startsWith('training.'))).toEqual([
      { method: 'training.continue', request: { model: 'model-1', minutes: 2, from: 'last' } },
    ]);
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
    const models = { 'model.list': () => [], 'model.unreadable': () => [] };
    const usual = await runInFake(['models'], { handlers: () => models });
    const other = await runInFake(['models', '--home', '/other/home'], { handlers: () => models });
    expect([...usual.homes, ...other.homes]).toEqual(['/usual/home', '/other/home']);
  });

  test('may stand before or after a command on texts', async () => {
    for (const typed of [
      ['texts', '--home', '/other/home', 'show', 'Nothing'],
      ['texts', 'show', 'Nothing', '--home', '/other/home'],
    ]) {
      const { homes, stderr } = await runInFake(typed, { handlers: trainingEngine });
      expect(homes).toEqual(['/other/home']);
      expect(stderr).toContain('charloom texts');
    }
  });
});
