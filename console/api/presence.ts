/** When the person last did something in any tab of this browser. */
const KEY = 'last-active';
/** In all tabs: neither a reload nor a new tab opens what is locked. */
const LOCKED = 'locked';
const TELL_EVERY_MS = 5_000;
/** What a page asks longer after the last key or pointer is asked by itself. */
const ATTENDED_MS = 60_000;

let toldAt = 0;

/** Milliseconds since the epoch. */
export function lastActiveAt(): number {
  return Number(localStorage.getItem(KEY) ?? 0);
}

export function noteActivity(): void {
  const now = Date.now();
  if (now - toldAt < TELL_EVERY_MS) return;
  toldAt = now;
  localStorage.setItem(KEY, String(now));
}

/** Whether somebody sits before the page, so that the idle time of the session begins anew. */
export const isAttended = (): boolean => Date.now() - lastActiveAt() < ATTENDED_MS;

export const isScreenLocked = (): boolean => localStorage.getItem(LOCKED) === 'yes';

export function lockScreen(): void {
  localStorage.setItem(LOCKED, 'yes');
}

/** Both factors were shown: the time of nobody's being there begins anew. */
export function unlockScreen(): void {
  localStorage.removeItem(LOCKED);
  toldAt = 0;
  noteActivity();
}

const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Notes what the person does until the answer is called. */
export function watchPresence(): () => void {
  for (const sign of SIGNS) document.addEventListener(sign, noteActivity, { passive: true });
  return () => {
    for (const sign of SIGNS) document.removeEventListener(sign, noteActivity);
  };
}
