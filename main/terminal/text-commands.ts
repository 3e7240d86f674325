// The commands on the texts of the library: charloom texts, and those that stand behind it.
// What each does is in the file that bears its name, or in library-change.ts where models have the same.

import type { Command } from 'commander';
import { runRemove, runRename } from './library-change.ts';
import { textKind } from './library-kinds.ts';
import type { Messages } from './messages.ts';
import { option, OptionReaders, UsageError } from './options.ts';
import type { CommandContext } from './surroundings.ts';
import { addTextOptions, type TextOptions } from './text-options.ts';
import { runTextsDuplicate, runTextsMerge } from './texts-make.ts';
import { runTextsCount } from './texts-count.ts';
import { runTextsReread } from './texts-reread.ts';
import { runTextsShow } from './texts-show.ts';
import { runTexts } from './texts.ts';
import { addPartOptions, type PartOptions } from './train-options.ts';

/** Adds the commands; `own` gives the context with the library that a command's --home names. */
export function addTextCommands(
  program: Command,
  messages: Messages,
  own: (command: Command) => CommandContext,
): void {
  const { text, texts: several } = messages.textArguments;
  const { newName } = messages.arguments;
  const read = new OptionReaders(messages);
  const texts = program.command('texts').description(messages.commands.texts);
  texts.allowExcessArguments().action((_: object, command: Command) => {
    const [unknown] = command.args;
    if (unknown !== undefined) throw new UsageError(`unknown command '${unknown}'`);
    return runTexts(own(command));
  });
  const add = (name: keyof Messages['textCommands'], argument = '<text>') =>
    texts
      .command(name)
      .description(messages.textCommands[name])
      .argument(argument, argument === '<text>' ? text : several);

  addPartOptions(add('show'), messages, ['validation', 'test']).action(
    (reference: string, options: PartOptions, command: Command) =>
      runTextsShow(own(command), reference, options),
  );
  add('rename')
    .argument('<name>', newName, read.name)
    .action((reference: string, newName: string, _: object, command: Command) =>
      runRename(own(command), textKind, { reference, newName }),
    );
  add('remove')
    .option('--yes', messages.removeYes)
    .action((reference: string, { yes }: { yes?: true }, command: Command) =>
      runRemove(own(command), textKind, { reference, yes }),
    );
  add('duplicate')
    .addOption(option('--name <name>', messages.copyName, read.name))
    .action((reference: string, options: { name?: string }, command: Command) =>
      runTextsDuplicate(own(command), reference, options),
    );
  add('merge', '<texts...>')
    .addOption(option('--name <name>', messages.mergeName, read.name))
    .action((references: string[], options: { name?: string }, command: Command) =>
      runTextsMerge(own(command), references, options),
    );
  addTextOptions(add('reread'), messages).action(
    (reference: string, options: TextOptions, command: Command) =>
      runTextsReread(own(command), reference, options),
  );
  addPartOptions(add('count'), messages, ['validation', 'test', 'minimumCount', 'coverage']).action(
    (reference: string, options: PartOptions, command: Command) =>
      runTextsCount(own(command), reference, options),
  );
}
