// Interpolated modified Kneser-Ney as its formula reads, by maps and recursion: what the sorted one is held against.

import { CountsOfCounts, type Discounts } from '../../../app/corpus/counting/discounts.ts';
import { contextLength } from '../../../app/corpus/counting/counted-text.ts';
import { endIndex } from '../../../app/corpus/vocabulary/vocabulary.ts';

type Counts = Map<string, Map<number, number>>;

/** Losses by order, from 1. */
export function plainLosses(
  train: readonly number[],
  validation: readonly number[],
  vocabularySize: number,
): number[] {
  const before = Array<number>(contextLength).fill(endIndex);
  const orders = Array.from({ length: contextLength + 1 }, (_, at) => at + 1);
  const tables = orders.map((order) => countOrder([...before, ...train], order));
  const padded = [...before, ...validation];
  return orders.map((top) => {
    const probability = (order: number, position: number): number => {
      if (order === 0) return 1 / vocabularySize;
      const { occurrences, neighbours } = tables[order - 1]!;
      const { counts, discounts } = order === top ? occurrences : neighbours;
      const context = padded.slice(position - order + 1, position).join();
      const shorter = probability(order - 1, position);
      const following = counts.get(context);
      if (following === undefined) return shorter;
      const values = [...following.values()];
      const total = values.reduce((sum, count) => sum + count, 0);
      const taken = (count: number) => (count === 0 ? 0 : discounts[Math.min(count, 3) - 1]!);
      const freed = values.reduce((sum, count) => sum + taken(count), 0);
      const count = following.get(padded[position]!) ?? 0;
      return (count - taken(count) + freed * shorter) / total;
    };
    const positions = validation.slice(1).map((_, at) => contextLength + 1 + at);
    const sum = positions.reduce(
      (nats, position) => nats - Math.log(probability(top, position)),
      0,
    );
    return sum / positions.length;
  });
}

function countOrder(padded: readonly number[], order: number) {
  const occurrences: Counts = new Map();
  const before = new Map<string, Set<number>>();
  const neighbours: Counts = new Map();
  for (let at = contextLength; at < padded.length; at++) {
    const context = padded.slice(at - order + 1, at).join();
    const character = padded[at]!;
    addOne(occurrences, context, character);
    const known = before.get(`${context}:${character}`) ?? new Set();
    before.set(`${context}:${character}`, known);
    const neighbour = padded[at - order];
    // Nothing is known of what stands before the longest context.
    if (neighbour === undefined || known.has(neighbour)) continue;
    known.add(neighbour);
    addOne(neighbours, context, character);
  }
  return { occurrences: withDiscounts(occurrences), neighbours: withDiscounts(neighbours) };
}

function addOne(counts: Counts, context: string, character: number): void {
  const following = counts.get(context) ?? new Map<number, number>();
  counts.set(context, following);
  following.set(character, (following.get(character) ?? 0) + 1);
}

function withDiscounts(counts: Counts): { counts: Counts; discounts: Discounts } {
  const countsOfCounts = new CountsOfCounts();
  for (const following of counts.values()) {
    for (const count of following.values()) countsOfCounts.add(count);
  }
  return { counts, discounts: countsOfCounts.discounts() };
}
