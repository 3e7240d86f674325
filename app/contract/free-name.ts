// Names of things that are made of others: numbered where the name is taken. Knows no language.

import { nameLength } from './limits.ts';

const numbered = /^(.*\S) \d{1,6}$/su;

/** The name itself where nothing has it, else the name with the first number from 2 on that is free. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  const stem = numbered.exec(name)?.[1] ?? name;
  for (let number = 2; ; number++) {
    const end = ` ${number}`;
    // Half a surrogate pair is no character.
    const free = stem.slice(0, nameLength - end.length).replace(/[\ud800-\udbff]$/, '') + end;
    if (!taken.includes(free)) return free;
  }
}
