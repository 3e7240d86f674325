// Looks at a page as a person would and finds text that is cut off, covered or out of the window.
// Runs inside the page; knows nothing of what the page shows.

import type { Page } from 'playwright';

/** Every text on the page that cannot be read where it stands, in words. */
export function findLayoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    /** A pixel and a half: fractions of a pixel are rounded differently by text and boxes. */
    const slack = 1.5;
    const label = (element: Element, text: string) =>
      `${element.tagName.toLowerCase()}.${element.className.toString().split(' ')[0]} “${text.trim().slice(0, 40)}”`;

    /** The part of the window in which an element's content can be seen. */
    const visibleBox = (element: Element) => {
      const box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight, scrolls: false };
      for (let each: Element | null = element; each; each = each.parentElement) {
        const style = getComputedStyle(each);
        if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
        const rect = each.getBoundingClientRect();
        box.left = Math.max(box.left, rect.left);
        box.right = Math.min(box.right, rect.right);
        box.top = Math.max(box.top, rect.top);
        box.bottom = Math.min(box.bottom, rect.bottom);
        if (/auto|scroll/.test(style.overflowX) && each.scrollWidth > each.clientWidth + 1) {
          box.scrolls = true;
        }
      }
      return box;
    };

    /** Whether a point of an element can be seen, or another lies over it. */
    const isOnTop = (element: Element, x: number, y: number) => {
      const top = document.elementFromPoint(x, y);
      if (!top || top.contains(element) || element.contains(top)) return true;
      const owner = element.closest('label, button');
      return owner !== null && owner.contains(top);
    };

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const modal = document.querySelector('dialog[open]');
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent ?? '';
      if (!element || text.trim() === '' || (modal && !modal.contains(element))) continue;
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      if (element.closest('.visually-hidden, .skip, option, textarea')) continue;
      // A name that is cut short on purpose says itself in full when pointed at.
      if (element.closest('[title]') && getComputedStyle(element).textOverflow === 'ellipsis')
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = visibleBox(element);
      for (const rect of range.getClientRects()) {
        if (rect.width < 1) continue;
        // Spaces at the end of a line hang over its edge where they are kept as they are.
        const style = getComputedStyle(element);
        const hanging = style.whiteSpace === 'pre-wrap' ? parseFloat(style.fontSize) * 0.35 : slack;
        const isOutside = rect.left < box.left - slack || rect.right > box.right + hanging;
        if (isOutside && !box.scrolls) faults.push(`cut off: ${label(element, text)}`);
        const x = rect.left + rect.width / 2;
        const y = rect.top + rect.height / 2;
        const isInView = y > box.top && y < box.bottom && x > box.left && x < box.right;
        if (isInView && !isOnTop(element, x, y)) faults.push(`covered: ${label(element, text)}`);
      }
    }

    for (const field of document.querySelectorAll<HTMLInputElement | HTMLSelectElement>(
      'input:not([type=range], [type=radio], [type=file]), select',
    )) {
      if (!field.checkVisibility()) continue;
      const style = getComputedStyle(field);
      const text =
        field instanceof HTMLSelectElement
          ? (field.selectedOptions[0]?.textContent ?? '')
          : field.value || field.placeholder;
      const ruler = document.createElement('span');
      ruler.textContent = text;
      ruler.style.font = style.font;
      ruler.style.position = 'absolute';
      ruler.style.whiteSpace = 'pre';
      document.body.append(ruler);
      /** A list's own arrow takes some of its width. */
      const arrow = field instanceof HTMLSelectElement ? 16 : 0;
      const room =
        field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
      if (ruler.getBoundingClientRect().width > room + slack) {
        faults.push(`cut off in a field: ${label(field, text)}`);
      }
      ruler.remove();
    }

    const root = document.scrollingElement;
    if (root && root.scrollWidth > root.clientWidth) faults.push('the page scrolls sideways');
    const main = document.querySelector('main');
    if (main && main.scrollWidth > main.clientWidth + 1)
      faults.push('the content scrolls sideways');
    return [...new Set(faults)];
  });
}

/** Everything that a hand must hit and that is smaller than WCAG 2.2 allows, 24 pixels. */
export function findSmallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, select, input:not([type=radio]), summary, textarea')]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 24 || height < 24;
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}
