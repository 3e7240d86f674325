// Options of a training: adds them to a command, and sorts what was typed by the part of a request it belongs to.
// Which options there are is in train-option-rows.ts.

import { Option, type Command } from 'commander';
import {
  defaultConfiguration,
  defaultRecipe,
  optimizerDefaults,
} from '../../app/contract/defaults.ts';
import type { ModelConfiguration, Recipe } from '../../app/contract/model.ts';
import { presetNames } from '../../app/contract/presets.ts';
import type { Messages } from './messages.ts';
import { flagOf, OptionReaders } from './options.ts';
import { padWidth } from './text-width.ts';
import { off, optionRows, type OptionName } from './train-option-rows.ts';

/** The options as commander hands them over; what was not typed is not there. */
export type TrainOptions = Partial<ModelConfiguration> &
  Partial<Recipe> & {
    name?: string;
    resume?: string;
    from?: 'best' | 'last';
    fineTune?: string;
    untilConverged?: true;
  };

const names = Object.keys(optionRows) as OptionName[];

/** Adds the options of a run to a command; a plan has no use for those of a run that starts. */
export function addTrainOptions(
  command: Command,
  messages: Messages,
  { isPlan = false }: { isPlan?: boolean } = {},
): Command {
  const read = new OptionReaders(messages);
  for (const name of names) {
    if (isPlan && optionRows[name].isForStarting) continue;
    command.addOption(createOption(name, messages, read));
  }
  return command.addHelpText('after', () => presetsInHelp(messages));
}

/** Which part of a text is meant, and which of its characters. */
export type PartOptions = Partial<
  Pick<Recipe, 'validation' | 'test' | 'minimumCount' | 'coverage'>
>;

/** Adds some of the options that say which part of a text is meant. */
export function addPartOptions(
  command: Command,
  messages: Messages,
  parts: readonly (keyof PartOptions)[],
): Command {
  const read = new OptionReaders(messages);
  for (const name of parts) command.addOption(createOption(name, messages, read));
  return command;
}

function createOption(name: OptionName, messages: Messages, read: OptionReaders): Option {
  const row = optionRows[name];
  const shown = defaultInWords(name);
  const says = messages.trainOptions[name];
  const description = shown === null ? says : messages.withDefault(says, shown);
  const flags = row.value === null ? flagOf(name) : `${flagOf(name)} <${row.value}>`;
  const option = new Option(flags, description).helpGroup(messages.optionGroups[row.group]);
  if (row.read) option.argParser(row.read(read));
  if (row.conflicts) option.conflicts(row.conflicts);
  return option;
}

/** The settings among the options that belong to one part of a request, as they were typed. */
export function settingsOf(
  options: TrainOptions,
  part: 'configuration',
): Partial<ModelConfiguration>;
export function settingsOf(options: TrainOptions, part: 'recipe'): Partial<Recipe>;
export function settingsOf(options: TrainOptions, part: 'configuration' | 'recipe'): object {
  return Object.fromEntries(
    typedNames(options, part).map((name) => {
      const value: unknown = options[name];
      return [name, value === off ? null : value];
    }),
  );
}

/** The options that were typed, all or of one part. */
export function typedNames(options: TrainOptions, part?: 'configuration' | 'recipe'): OptionName[] {
  return names.filter(
    (name) => options[name] !== undefined && (part === undefined || optionRows[name].part === part),
  );
}

function defaultInWords(name: OptionName): string | null {
  if (name === 'learningRate' || name === 'momentum' || name === 'squareDecay') {
    const each = Object.entries(optimizerDefaults)
      .filter(([optimizer]) => name !== 'squareDecay' || optimizer !== 'sgd')
      .map(([optimizer, defaults]) => `${optimizer} ${defaults[name]}`);
    return each.join(', ');
  }
  const standard: Partial<Record<OptionName, string | number | boolean | number[] | null>> = {
    ...defaultConfiguration,
    ...defaultRecipe,
  };
  const value = standard[name];
  const isUnsaid = value === null || value === undefined || value === false || String(value) === '';
  return isUnsaid ? null : String(value);
}

function presetsInHelp(messages: Messages): string {
  const columns = 2 + Math.max(...presetNames.map((name) => name.length));
  const lines = presetNames.map(
    (name) => `  ${padWidth(name, columns)}${messages.presets[name].about}`,
  );
  return ['', messages.common.presets, ...lines].join('\n');
}
