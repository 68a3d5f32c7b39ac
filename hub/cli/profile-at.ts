import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRANSPORTS } from '../../adapters/registry.ts';
import type { TransportKind } from '../compact/profile.ts';
import { isJsonObject } from '../message/json.ts';
import { parseJson } from '../message/parse-json.ts';

/** What a profile's file says, where it can be read. */
export interface ProfileAt {
  readonly dialect?: string;
  readonly kind?: TransportKind;
  readonly roles?: readonly string[];
}

/**
 * Dialect, transport and admitted roles of a state by its file alone, without the check of all files that a start makes:
 * that takes seconds, and tells what is wrong with a file that cannot be read here.
 */
export function profileAt(mappingsDirectory: string, member: string): ProfileAt {
  try {
    const profile = parseJson(readFileSync(join(mappingsDirectory, member, 'profile.json')));
    if (!isJsonObject(profile)) return {};
    const { dialect, transport, roles } = profile;
    const named = isJsonObject(transport) ? transport['kind'] : undefined;
    const kind = [...TRANSPORTS.keys()].find(
      (known): known is TransportKind => known === named && known !== 'memory',
    );
    return {
      ...(typeof dialect === 'string' ? { dialect } : {}),
      ...(kind === undefined ? {} : { kind }),
      ...(Array.isArray(roles) ? { roles: roles.map(String) } : {}),
    };
  } catch {
    return {};
  }
}
