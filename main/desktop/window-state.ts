// What the window remembers from one start to the next: its place, its size and the person's language.
// A file that is missing or unreadable gives the defaults; one that cannot be written is let be.

import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const stateSchema = z.object({
  bounds: z
    .object({
      x: z.number().int(),
      y: z.number().int(),
      width: z.number().int().min(400).max(20_000),
      height: z.number().int().min(300).max(20_000),
    })
    .nullable(),
  isMaximized: z.boolean(),
  language: z.enum(['en', 'zh-CN']).nullable(),
});

export type WindowState = z.infer<typeof stateSchema>;

const firstState: WindowState = { bounds: null, isMaximized: false, language: null };

/** Reads the remembered state. */
export function readWindowState(path: string): WindowState {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return firstState;
  }
}

/** Remembers the state; losing it costs a person a moment, never their work. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    writeFileSync(path, JSON.stringify(state));
  } catch {
    return;
  }
}

export type Bounds = NonNullable<WindowState['bounds']>;

/** Remembered bounds if enough of them lies on one of today's screens to be grasped; else null. */
export function usableBounds(bounds: Bounds | null, screens: readonly Bounds[]): Bounds | null {
  const grasp = 80;
  const isSeen = (screen: Bounds, own: Bounds) =>
    own.x + own.width > screen.x + grasp &&
    own.x < screen.x + screen.width - grasp &&
    own.y >= screen.y - grasp / 2 &&
    own.y < screen.y + screen.height - grasp;
  return bounds && screens.some((screen) => isSeen(screen, bounds)) ? bounds : null;
}
