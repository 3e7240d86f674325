// A clone, a home and programs that are all pretended, so that set-up's decisions can be watched without a
// network: which routes it takes, in which order, and what it says. Everything lies in one folder.
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, type Context } from '../../../build/setup/context.mjs';
import type { StepReport } from '../../../build/setup/report.mjs';
import { writeZip } from './zip-writer.ts';

/** A package that loads as tfjs-node does: only with an addon, and with a library that is not broken. */
const fakePackage = `
  const { readFileSync } = require('node:fs');
  readFileSync(__dirname + '/lib/napi-v8/tfjs_binding.node');
  const library = readFileSync(__dirname + '/deps/lib/libtensorflow.so', 'utf8');
  if (library.startsWith('broken')) throw new Error('this library is broken');
  exports.ones = () => 1;
  exports.matMul = () => ({ dataSync: () => [3, 3, 3, 3] });
  exports.backend = () => ({ binding: { TF_Version: library } });
`;

export class FakeClone {
  readonly said: string[] = [];
  readonly report: StepReport = {
    say: () => undefined,
    note: (text) => void this.said.push(text),
    grew: () => undefined,
  };
  readonly #folder: string;
  readonly #programs: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#programs = join(folder, 'programs');
  }

  static async create(): Promise<FakeClone> {
    const folder = await mkdtemp(join(tmpdir(), 'charloom-clone-'));
    const clone = new FakeClone(folder);
    await mkdir(clone.#programs);
    return clone;
  }

  /** A context of this clone; `name` tells clones of the same user apart. */
  context(
    options: {
      name?: string;
      retry?: boolean;
      allowSystem?: boolean;
      env?: NodeJS.ProcessEnv;
    } = {},
  ): Context {
    const { name = 'clone', env = {}, ...rest } = options;
    const cache = join(this.#folder, 'cache');
    return createContext({
      ...rest,
      root: join(this.#folder, name),
      env: { PATH: this.#programs, HOME: this.#folder, XDG_CACHE_HOME: cache, ...env },
    });
  }

  /** Puts the pretended tfjs-node into a clone, with an installer that does what it is told. */
  async addPackage(
    context: Context,
    installer: 'fails' | 'works' | 'installs a broken library',
  ): Promise<void> {
    const folder = join(context.modules, '@tensorflow', 'tfjs-node');
    await mkdir(join(folder, 'scripts'), { recursive: true });
    await mkdir(join(folder, 'binding'), { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"version":"4.22.0","main":"index.js"}\n');
    await writeFile(join(folder, 'index.js'), fakePackage);
    await writeFile(join(folder, 'binding', 'tfjs_binding.cc'), '');
    const library = installer === 'works' ? 'official' : 'broken';
    const work =
      installer === 'fails'
        ? "console.error('Error: getaddrinfo ENOTFOUND storage.example'); process.exit(1);"
        : `for (const folder of ['deps/lib', 'lib/napi-v8']) mkdirSync(folder, { recursive: true });
           writeFileSync('deps/lib/libtensorflow.so', '${library}');
           writeFileSync('deps/LICENSE', 'notices of the archive');
           writeFileSync('lib/napi-v8/tfjs_binding.node', 'addon');`;
    await writeFile(
      join(folder, 'scripts', 'install.js'),
      `const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
       appendFileSync(${JSON.stringify(this.#logPath)}, 'installer\\n');
       writeFileSync('package.json', '{"edited":true}');
       ${work}`,
    );
  }

  /** A program on the path: a shell script that notes its name and its arguments, then works. */
  async addProgram(name: string, work = ''): Promise<void> {
    const path = join(this.#programs, name);
    await writeFile(path, `#!/bin/sh\necho "${name} $*" >> '${this.#logPath}'\n${work}\n`);
    await chmod(path, 0o755);
  }

  /** Python with pip, whose wheel holds a small library, and a compiler that writes its output file. */
  async addFallback(): Promise<void> {
    const wheel = join(this.#folder, 'small.whl');
    const content = (name: string, text: string) => ({ name, content: text, deflate: true });
    await writeFile(
      wheel,
      writeZip([
        content('tensorflow/libtensorflow_cc.so.2', 'from a wheel'),
        content('tensorflow/libtensorflow_framework.so.2', ''),
        content('tensorflow/include/tensorflow/c/c_api.h', ''),
        content('tensorflow/include/absl/unneeded.h', ''),
        content('tensorflow/THIRD_PARTY_NOTICES.txt', 'notices of the wheel'),
        content('tensorflow/python/unneeded.py', ''),
      ]),
    );
    const file = 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl';
    await this.addProgram(
      'python3',
      lastArgumentAfter('--dest', `/bin/cp '${wheel}' "$found/${file}"`),
    );
    await this.addProgram('g++', lastArgumentAfter('-o', 'echo addon > "$found"'));
  }

  /** The programs that were called, in order. */
  async calls(): Promise<string[]> {
    const text = await readFile(this.#logPath, 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  }

  async forgetCalls(): Promise<void> {
    await rm(this.#logPath, { force: true });
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }

  get #logPath(): string {
    return join(this.#folder, 'calls.log');
  }
}

/** Shell words that run `then` with the argument behind `option` in $found, where there is one. */
function lastArgumentAfter(option: string, then: string): string {
  return `found=; previous=
for argument in "$@"; do [ "$previous" = "${option}" ] && found=$argument; previous=$argument; done
if [ -n "$found" ]; then ${then}; fi`;
}
