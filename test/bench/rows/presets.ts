// preset-…: every named set-up with all its epochs on a small text, as a person at a terminal runs it: whether it
// comes to its end and prints its figure; beside it what the same network reaches trained Charloom's way in the time
// that the set-up took. Both are scored on the same last tenth, which neither has seen.

import { defaultConfiguration, defaultRecipe } from '../../../app/contract/defaults.ts';
import type { ModelDetails } from '../../../app/contract/model.ts';
import {
  presetNames,
  presets,
  type Preset,
  type PresetName,
} from '../../../app/contract/presets.ts';
import type { Row } from '../row.ts';
import { openText, writeBeginning, type BenchText } from '../sample-text.ts';
import { lastLine, runTerminal, sayTerminal, withLibrary } from '../terminal.ts';

/** All of them together take about ten minutes on two cores. */
const smallCharacters = 12_000;
const testShare = 0.1;

/** A set-up as it is asked for. */
export interface PresetRow {
  row: string;
  preset: PresetName;
  args: readonly string[];
}

export const presetRows: readonly PresetRow[] = [
  ...presetNames.map((preset) => ({ row: `preset-${preset}`, preset, args: [] })),
  { row: 'preset-keras-128-64-converged', preset: 'keras-128-64', args: ['--until-converged'] },
];

/** The last line of a run that a preset was named for. */
const figures: Record<Preset['prints'], RegExp> = {
  accuracy: /^Accuracy: \d+\.\d\d%$/m,
  'optimised-loss': /^Test loss \(.+\): .+ nats per character$/m,
  loss: /^Loss: .+ nats per character$/m,
};

/** Scores on the part that was looked at once, at the end. */
interface Scores {
  loss: number;
  accuracy: number;
}

/** Measures one of them; `characters` of the text are trained on, validated and tested on. */
export async function measurePreset(
  { row, preset, args }: PresetRow,
  { data, characters }: { data: string | null; characters: number | null },
): Promise<Row> {
  const whole = await openText(data);
  return withLibrary('preset', async (folder, home) => {
    const text = await writeBeginning(whole, characters ?? smallCharacters, folder);
    const isOwnWay = presets[preset].recipe.windows !== 'strided' && preset !== 'char-rnn';
    const tested = [...args, '--test', String(testShare)];
    const command = ['train', text.path, '--preset', preset, '--name', preset, ...tested];
    const printed = figureIn(preset, await sayTerminal(home, command));
    const shown = lastLine(await runTerminal(home, ['show', preset]), 'model');
    const { results } = shown as unknown as ModelDetails;
    const scores = scoresOf({ ...results });
    const ownWay = isOwnWay ? null : await trainOwnWay(home, text, { preset, ...results });
    return {
      row,
      value: scores.loss,
      unit: 'nats a character',
      low: scores.loss,
      high: scores.loss,
      ...(ownWay
        ? { peer: ownWay.loss, peerName: 'the same network, trained Charloom’s way as long' }
        : {}),
      remark: text.name,
      columns: {
        preset: [preset, ...args].join(' '),
        updates: results.steps.toLocaleString('en'),
        seconds: results.seconds.toFixed(1),
        prints: printed,
        nats: scores.loss.toFixed(3),
        accuracy: percent(scores.accuracy),
        'Charloom’s way, nats': ownWay?.loss.toFixed(3) ?? '–',
        'its accuracy': ownWay ? percent(ownWay.accuracy) : '–',
      },
      versions: {},
    };
  });
}

/** The same network, where it was another way: tanh, cross-entropy at every position, a state that is carried. */
async function trainOwnWay(
  home: string,
  { path }: BenchText,
  { preset, seconds }: { preset: PresetName; seconds: number },
): Promise<Scores> {
  const configuration = { ...defaultConfiguration, ...presets[preset].configuration };
  const { cell, layers, head, embedding } = configuration;
  const command = [
    ...['train', path, '--minutes', String(seconds / 60)],
    ...['--cell', cell, '--layers', layers.join(','), '--embedding', String(embedding)],
    ...(head.length > 0 ? ['--head', head.join(',')] : []),
    ...['--validation', String(defaultRecipe.validation), '--test', String(testShare)],
  ];
  return scoresOf(lastLine(await runTerminal(home, command), 'done'));
}

function figureIn(preset: PresetName, said: string): string {
  const found = figures[presets[preset].prints].exec(said);
  if (found) return found[0];
  throw new Error(`${preset} did not print its figure at the end:\n${said.slice(-1000)}`);
}

function scoresOf({ testLoss, testAccuracy }: Record<string, unknown>): Scores {
  if (typeof testLoss === 'number' && typeof testAccuracy === 'number')
    return { loss: testLoss, accuracy: testAccuracy };
  throw new Error('A run has told no figures of its test part.');
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
