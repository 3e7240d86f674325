// The dictionaries of Traditional and Simplified Chinese, OpenCC's, phrases included: loaded when they are asked for
// and kept, because the larger one is a megabyte of text and 30 MB once it can be searched.

import { Trie } from 'opencc-js/core';

export type ChineseScript = 'simplified' | 'traditional';

/** What there is at one place of a text: the longest entry that begins there. */
export interface Entry {
  end: number;
  value: string;
}

export class ChineseDictionary {
  readonly #trie = new Trie();
  /** Which UTF-16 units any entry begins with: most places of most texts are passed by this alone. */
  readonly #begins = new Uint8Array(0x1_0000);
  /** Units of the longest entry. */
  readonly longest: number = 0;

  /** Takes lists of `source replacement`, parted by bars; the first list wins. */
  constructor(lists: readonly string[]) {
    this.#trie.loadDictGroup(lists);
    for (const list of lists) {
      for (const entry of list.split('|')) {
        const length = entry.indexOf(' ');
        this.longest = Math.max(this.longest, length);
        this.#begins[entry.charCodeAt(0)] = 1;
      }
    }
  }

  /** The longest entry at a place; null where there is none. */
  find(text: string, at: number): Entry | null {
    return this.#begins[text.charCodeAt(at)] === 1 ? this.#trie.matchPrefix(text, at) : null;
  }
}

const loading: Partial<Record<ChineseScript, Promise<void>>> = {};
const loaded: Partial<Record<ChineseScript, ChineseDictionary>> = {};

/** Loads what a script's converter needs; has to be awaited once before one is made. */
export function loadChinese(script: ChineseScript): Promise<void> {
  loading[script] ??= load(script);
  return loading[script];
}

/** The dictionary that leads to a script, which must have been loaded. */
export function loadedChinese(script: ChineseScript): ChineseDictionary {
  const dictionary = loaded[script];
  if (dictionary === undefined) throw new Error(`the dictionary of ${script} is not loaded`);
  return dictionary;
}

async function load(script: ChineseScript): Promise<void> {
  const isSimplified = script === 'simplified';
  const { configs } = isSimplified
    ? await import('opencc-js/preset/t2cn')
    : await import('opencc-js/preset/cn2t');
  const chain = configs[isSimplified ? 't2s' : 's2t']?.conversionChain ?? [];
  const lists = chain.flat().filter((list) => typeof list === 'string');
  if (chain.length !== 1 || lists.length === 0) throw new Error('OpenCC has other dictionaries');
  loaded[script] = new ChineseDictionary(lists);
}
