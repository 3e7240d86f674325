// How much absolute discounting takes from a count: modified Kneser-Ney's three discounts, from how many n-grams were
// counted once, twice, three and four times (Chen and Goodman 1998). Knows nothing of characters.

/** Taken from counts of one, of two, and of three and more. */
export type Discounts = readonly [one: number, two: number, more: number];

/** Counts that the estimate looks at. */
const highestCount = 4;

/** Where too few n-grams were counted to say anything: half of each count. */
const withoutEvidence: Discounts = [0.5, 1, 1.5];

/** How many n-grams of an order have each count. */
export class CountsOfCounts {
  readonly #numbers = new Float64Array(highestCount + 1);

  /** Adds an n-gram that was counted so often. */
  add(count: number): void {
    if (count <= highestCount) this.#numbers[count] = (this.#numbers[count] ?? 0) + 1;
  }

  discounts(): Discounts {
    const [, n1 = 0, n2 = 0, n3 = 0, n4 = 0] = this.#numbers;
    const y = n1 / (n1 + 2 * n2);
    return [
      usable(1 - (2 * y * n2) / n1, 1),
      usable(2 - (3 * y * n3) / n2, 2),
      usable(3 - (4 * y * n4) / n3, 3),
    ];
  }
}

/** Nothing or less would leave no probability for what was never seen, more than the count a negative one. */
function usable(discount: number, count: 1 | 2 | 3): number {
  return discount > 0 && discount <= count ? discount : (withoutEvidence[count - 1] ?? 0);
}
