// The presets as people look for them: Charloom's own, and those of others.

import type { PresetName } from '../../app/contract/presets.ts';
import type { MessageKey } from '../messages/en.ts';

interface PresetGroup {
  title: 'preset.own' | 'preset.known' | 'preset.articles';
  names: readonly PresetName[];
}

export const presetGroups: readonly PresetGroup[] = [
  { title: 'preset.own', names: ['small', 'medium', 'large'] },
  { title: 'preset.known', names: ['char-rnn'] },
  {
    title: 'preset.articles',
    names: [
      'keras-lstm-50',
      'keras-softmax-50',
      'keras-stack-mse',
      'keras-stack',
      'keras-128-64',
      'elman-50',
    ],
  },
] satisfies readonly (PresetGroup & { title: MessageKey })[];
