// Every sentence of the window in English, put together from its topics. The other catalogues have the same
// keys, or do not compile. The sentences of errors stand in en-errors.ts.

import type { Message } from './catalogue.ts';
import { enModel } from './en/model.ts';
import { enNotices } from './en/notices.ts';
import { enPlan } from './en/plan.ts';
import { enPreset } from './en/preset.ts';
import { enRecipe } from './en/recipe.ts';
import { enStudy } from './en/study.ts';
import { enTexts } from './en/texts.ts';
import { enTraining } from './en/training.ts';
import { enWindow } from './en/window.ts';
import { enWords } from './en/words.ts';
import { enWorkshop } from './en/workshop.ts';
import { enWriting } from './en/writing.ts';

export const en = {
  ...enWindow,
  ...enTexts,
  ...enWorkshop,
  ...enStudy,
  ...enRecipe,
  ...enWords,
  ...enPlan,
  ...enPreset,
  ...enTraining,
  ...enNotices,
  ...enModel,
  ...enWriting,
} as const satisfies Record<string, Message>;

/** Every message of the window by its key. */
export type MessageKey = keyof typeof en;
