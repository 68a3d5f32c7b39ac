import type { KeyboardEvent, RefObject } from 'react';

const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Arrow keys that move among the links of a grid, to the nearest one in that direction. One of them is in
 * the order of Tab, the others are not: a map of fifty squares is one stop on the way down the page.
 */
export function useArrows(
  grid: RefObject<HTMLElement | null>,
): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    const direction = DIRECTIONS[event.key];
    const from = document.activeElement;
    if (direction === undefined || !(from instanceof HTMLElement)) return;
    const links = [...(grid.current?.querySelectorAll<HTMLElement>('a') ?? [])];
    if (!links.includes(from)) return;
    event.preventDefault();
    const to = nearest(from, links, direction);
    if (to === undefined) return;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  };
}

function nearest(
  from: HTMLElement,
  links: readonly HTMLElement[],
  [x, y]: readonly [number, number],
): HTMLElement | undefined {
  const start = centre(from);
  let best: { readonly link: HTMLElement; readonly cost: number } | undefined;
  for (const link of links) {
    const end = centre(link);
    const [dx, dy] = [end.x - start.x, end.y - start.y];
    const along = dx * x + dy * y;
    if (along < 1) continue;
    // What lies to the side counts four times: along a row before anything beside it.
    const cost = along + 4 * Math.abs(dx * y + dy * x);
    if (best === undefined || cost < best.cost) best = { link, cost };
  }
  return best?.link;
}

function centre(element: HTMLElement): { readonly x: number; readonly y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
