// 简体中文界面的全部语句，按主题汇总；键与 en.ts 相同，缺一条就无法通过类型检查。
// The sentences of errors stand in zh-CN-errors.ts. Chinese has one plural form, so none is chosen here.

import type { MessageKey } from './en.ts';
import { zhCNModel } from './zh-CN/model.ts';
import { zhCNNotices } from './zh-CN/notices.ts';
import { zhCNPlan } from './zh-CN/plan.ts';
import { zhCNPreset } from './zh-CN/preset.ts';
import { zhCNRecipe } from './zh-CN/recipe.ts';
import { zhCNStudy } from './zh-CN/study.ts';
import { zhCNTexts } from './zh-CN/texts.ts';
import { zhCNTraining } from './zh-CN/training.ts';
import { zhCNWindow } from './zh-CN/window.ts';
import { zhCNWords } from './zh-CN/words.ts';
import { zhCNWorkshop } from './zh-CN/workshop.ts';
import { zhCNWriting } from './zh-CN/writing.ts';

export const zhCN: Readonly<Record<MessageKey, string>> = {
  ...zhCNWindow,
  ...zhCNTexts,
  ...zhCNWorkshop,
  ...zhCNStudy,
  ...zhCNRecipe,
  ...zhCNWords,
  ...zhCNPlan,
  ...zhCNPreset,
  ...zhCNTraining,
  ...zhCNNotices,
  ...zhCNModel,
  ...zhCNWriting,
};
