/** Kept in this tab while the browser is at a provider's pages: what for, and where to go on. */
export interface ProviderWay {
  readonly purpose: 'sign-in' | 'bind';
  /** Address within the console. */
  readonly to: string;
}

const KEY = 'provider-way';

/** Leaves for a provider's page. Nothing of it runs here: the browser goes there, as by a link. */
export function leaveFor(url: string, way: ProviderWay): void {
  sessionStorage.setItem(KEY, JSON.stringify(way));
  window.location.assign(url);
}

/** The way that this tab is on; undefined where it is on none. */
export function readProviderWay(): ProviderWay | undefined {
  const kept = sessionStorage.getItem(KEY);
  return kept === null ? undefined : (JSON.parse(kept) as ProviderWay);
}

export function forgetProviderWay(): void {
  sessionStorage.removeItem(KEY);
}
