// What a text has gone through that was cleaned before and is cleaned once more, in another way: a step that has been
// done stays done. Knows no text.

import { defaultCleaning, type CleaningOptions } from '../../contract/cleaning.ts';

type Step = keyof CleaningOptions;

/** No step at all. */
export const noCleaning: CleaningOptions = { ...defaultCleaning, lineEnds: false, form: 'none' };

/** Each includes what the ones before it do. */
const forms: readonly CleaningOptions['form'][] = ['none', 'NFC', 'NFKC'];

/** Both ways of cleaning together, the later one where both cannot be. */
export function cleanedTwice(before: CleaningOptions, after: CleaningOptions): CleaningOptions {
  const both: CleaningOptions = {
    ...after,
    form: forms.indexOf(before.form) > forms.indexOf(after.form) ? before.form : after.form,
    chinese: after.chinese === 'as-is' ? before.chinese : after.chinese,
    remove: after.remove.includes(before.remove) ? after.remove : before.remove + after.remove,
    keep: after.keep === '' ? before.keep : after.keep,
  };
  const put = <Key extends Step>(step: Key) => {
    if (before[step] === true) both[step] = before[step];
  };
  for (const step of stepsOf(before)) put(step);
  return both;
}

/** The steps that do anything. */
export function stepsOf(cleaning: CleaningOptions): Step[] {
  return (Object.keys(noCleaning) as Step[]).filter((step) => cleaning[step] !== noCleaning[step]);
}
