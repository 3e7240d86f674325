// The command line as a whole: which commands there are, what they may be told, and how each can end.
// What a command does is in the file that bears its name, or in library-change.ts.

import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import {
  EngineError,
  toWireError,
  type ErrorDetails,
  type WireError,
} from '../../app/contract/errors.ts';
import { recipeLimits } from '../../app/contract/limits.ts';
import { Console } from './console.ts';
import { runCorpus } from './corpus.ts';
import { demoMinutes, runDemo } from './demo.ts';
import { runEvaluate } from './evaluate.ts';
import { runExport } from './export.ts';
import { runImport } from './import.ts';
import { followInterrupts } from './interruption.ts';
import { runRemove, runRename } from './library-change.ts';
import { modelKind } from './library-kinds.ts';
import { chooseMessages, type Messages } from './messages.ts';
import { runModels } from './models.ts';
import { option, OptionReaders, UsageError } from './options.ts';
import { runPlan } from './plan.ts';
import { runPresets } from './presets.ts';
import { addSampleOptions, runSample, type SampleOptions } from './sample.ts';
import { runServe } from './serve.ts';
import { runShow } from './show.ts';
import { SaidError } from './said-error.ts';
import { withShortEchoes } from './short-echoes.ts';
import { exitCodes, type CommandContext, type Surroundings } from './surroundings.ts';
import { addTextCommands } from './text-commands.ts';
import { withoutControls } from './text-width.ts';
import {
  addCorpusOption,
  addReadingOptions,
  addTextOptions,
  type ReadingOptions,
  type TextOptions,
} from './text-options.ts';
import type { CorpusOptions } from './texts-at-hand.ts';
import { addTrainOptions, type TrainOptions } from './train-options.ts';
import { runTrain } from './train.ts';

interface CommonOptions {
  json?: true;
  home?: string;
}

/** Ports below 1024 belong to the system, but that is for it to say. */
const portLimits = { min: 1, max: 65_535 };

/** Runs one command line to its end and returns the exit code. */
export async function runTerminal(
  typed: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { stdout, stderr, environment } = surroundings;
  const messages = chooseMessages(environment);
  const isJson = typed.includes('--json');
  const console = new Console({ stdout, stderr, isJson, environment });
  const interrupts = followInterrupts(surroundings);
  const context = { console, messages, surroundings, home: '', signal: interrupts.signal };
  const program = createProgram(context);
  try {
    await program.parseAsync([...typed], { from: 'user' });
    return exitCodes.done;
  } catch (error: unknown) {
    console.hideBar();
    return reportFailure(error, context, { typed, command: commandIn(typed, program) });
  } finally {
    interrupts.end();
  }
}

/** All commands; each gets the context with the library that its own --home names. */
function createProgram(context: CommandContext): Command {
  const { messages, surroundings, console } = context;
  const says = messages.arguments;
  const read = new OptionReaders(messages);
  const program = new Command('charloom')
    .description(messages.about)
    .version(surroundings.version, '-V, --version', messages.common.version)
    .helpOption('-h, --help', messages.common.help)
    .helpCommand(false)
    .addHelpText('after', `\n${messages.common.exitCodes}`)
    .configureHelp({ styleTitle: (title) => translateTitle(title, messages) })
    .configureOutput({
      writeOut: (text) => void surroundings.stdout.write(text),
      writeErr: (text) => void surroundings.stderr.write(text),
      outputError: () => undefined, // said once, by reportFailure
      getOutHelpWidth: () => surroundings.stdout.columns ?? 100,
      getErrHelpWidth: () => surroundings.stderr.columns ?? 100,
      getOutHasColors: () => console.isLive,
    })
    .exitOverride();

  const add = (name: keyof Messages['commands']) =>
    program.command(name).description(messages.commands[name]);
  const own = ({ home }: CommonOptions) => ({
    ...context,
    home: resolve(home ?? surroundings.home),
  });

  const addTexts = (name: 'train' | 'plan' | 'presets') =>
    addTextOptions(
      addCorpusOption(add(name).argument('[files...]', says.texts), messages),
      messages,
    );
  addTrainOptions(addTexts('train'), messages).action(
    (files: string[], options: TrainOptions & CorpusOptions & CommonOptions) =>
      runTrain(own(options), files, options),
  );
  addTrainOptions(addTexts('plan'), messages, { isPlan: true }).action(
    (files: string[], options: TrainOptions & CorpusOptions & CommonOptions) =>
      runPlan(own(options), files, options),
  );
  addTexts('presets').action((files: string[], options: CommonOptions & CorpusOptions) =>
    runPresets(own(options), files, options),
  );
  addSampleOptions(add('sample').argument('<model>', says.modelOrFile), messages).action(
    (model: string, options: SampleOptions & CommonOptions) =>
      runSample(own(options), model, options),
  );
  addReadingOptions(add('evaluate'), messages)
    .argument('<model>', says.modelOrFile)
    .argument('<files...>', says.texts)
    .action((model: string, files: string[], options: CommonOptions & ReadingOptions) =>
      runEvaluate(own(options), { reference: model, paths: files, options }),
    );
  addTextOptions(add('corpus').argument('<files...>', says.texts), messages).action(
    (files: string[], options: CommonOptions & TextOptions) =>
      runCorpus(own(options), files, options),
  );
  addTextCommands(program, messages, (command) => own(command.optsWithGlobals<CommonOptions>()));
  add('models').action((options: CommonOptions) => runModels(own(options)));
  add('show')
    .argument('<model>', says.modelOrFile)
    .action((model: string, options: CommonOptions) => runShow(own(options), model));
  add('export')
    .argument('<model>', says.model)
    .requiredOption('--output <file>', messages.exportOutput)
    .action((model: string, options: CommonOptions & { output: string }) =>
      runExport(own(options), model, options),
    );
  add('import')
    .argument('<file>', says.file)
    .addOption(option('--name <name>', messages.importName, read.name))
    .action((file: string, options: CommonOptions & { name?: string }) =>
      runImport(own(options), file, options),
    );
  add('rename')
    .argument('<model>', says.model)
    .argument('<name>', says.newName, read.name)
    .action((reference: string, newName: string, options: CommonOptions) =>
      runRename(own(options), modelKind, { reference, newName }),
    );
  add('remove')
    .argument('<model>', says.model)
    .option('--yes', messages.removeYes)
    .action((reference: string, { yes, ...options }: CommonOptions & { yes?: true }) =>
      runRemove(own(options), modelKind, { reference, yes }),
    );
  const minutes = messages.withDefault(messages.demoMinutes, String(demoMinutes));
  add('demo')
    .addOption(option('--minutes <m>', minutes, read.aboveZero(recipeLimits.minutes)))
    .action((options: CommonOptions & { minutes?: number }) => runDemo(own(options), options));
  add('serve')
    .addOption(option('--port <n>', messages.servePort, read.whole(portLimits)))
    .option('--no-open', messages.serveNoOpen)
    .action((options: CommonOptions & { port?: number; open: boolean }) =>
      runServe(own(options), options),
    );
  for (const command of program.commands.flatMap((each) => [each, ...each.commands])) {
    command.option('--json', messages.common.json).option('--home <folder>', messages.common.home);
  }
  return program;
}

/** Says what went wrong, once, where whoever called will look for it. */
function reportFailure(
  error: unknown,
  { console, messages }: CommandContext,
  { typed, command }: { typed: readonly string[]; command: string },
): number {
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
  // Without a command the help has been shown, which says all there is to say.
  if (error instanceof CommanderError && error.code === 'commander.help') return exitCodes.usage;
  if (error instanceof CommanderError || error instanceof UsageError) {
    const refusal = withShortEchoes(error.message.replace(/^error: /, ''), typed);
    const message = messages.refusal(refusal);
    console.emit('error', { code: 'invalid-request', message });
    console.note(console.noteColours.red(messages.usageError(message)));
    console.note(messages.seeHelp(command));
    return exitCodes.usage;
  }
  const wire = shortened(toWireError(error), typed);
  if (wire.code === 'cancelled') {
    console.note(wire.message || messages.stopped);
    return exitCodes.interrupted;
  }
  console.emit('error', { code: wire.code, message: wire.message });
  const said = error instanceof SaidError ? wire.message : messages.error(wire);
  // It may name files of others.
  console.note(console.noteColours.red(withoutControls(said)));
  if (!(error instanceof EngineError) && error instanceof Error) console.note(error.stack ?? '');
  return wire.code === 'invalid-request' ? exitCodes.usage : exitCodes.failed;
}

/** An error in which nothing is repeated that was typed very long. */
function shortened(error: WireError, typed: readonly string[]): WireError {
  const details = Object.entries(error.details).map(([name, value]) => [
    name,
    typeof value === 'string' ? withShortEchoes(value, typed) : value,
  ]);
  const message = withShortEchoes(error.message, typed);
  return { ...error, message, details: Object.fromEntries(details) as ErrorDetails };
}

/** The words at the beginning that name a command. */
function commandIn(typed: readonly string[], program: Command): string {
  const names = [program.name()];
  let command: Command | undefined = program;
  for (const word of typed) {
    command = command.commands.find((each) => each.name() === word);
    if (command === undefined) break;
    names.push(word);
  }
  return names.join(' ');
}

function translateTitle(title: string, { common }: Messages): string {
  const titles: Record<string, string> = {
    'Usage:': common.usage,
    'Arguments:': common.arguments,
    'Options:': common.options,
    'Commands:': common.commands,
  };
  return titles[title] ?? title;
}
