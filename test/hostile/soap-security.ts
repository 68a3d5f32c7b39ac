import { hostileSoap } from '../adapters/hostile-soap.ts';
import { soapPair } from '../support/soap-keys.ts';
import type { HostileCase, HostileCategory } from './hostile-case.ts';

const TYPES = { '1.1': 'text/xml; charset=utf-8', '1.2': 'application/soap+xml; charset=utf-8' };

/** WS-Security against the running service: wrapping, algorithms, credentials, times. */
export const SOAP_SECURITY: HostileCategory = {
  name: 'SOAP and WS-Security',
  least: 80,
  cases: () => {
    // Named by one making; each is made anew when it is played, so that its time is fresh.
    const kinds = made('x');
    return Object.entries(kinds).flatMap(([kind, list]) =>
      list.flatMap(({ name, code, sent }, place): HostileCase[] =>
        sent?.now === undefined ? [{ name: `${kind}: ${name}`, ...played(kind, place, code) }] : [],
      ),
    );
  },
};

const made = (password: string) =>
  hostileSoap({ password, signer: soapPair('signer'), now: new Date() });

function played(kind: string, place: number, code: string): Pick<HostileCase, 'expected' | 'play'> {
  return {
    expected: `refuse:${code}`,
    play: (lab) => {
      const { xml, sent = {} } = made(lab.key)[kind]![place]!;
      const { version = '1.2', contentType = TYPES[version], soapAction } = sent;
      const headers = {
        'content-type': contentType,
        ...(soapAction === undefined ? {} : { soapaction: soapAction }),
      };
      const body = typeof xml === 'string' ? xml : new Uint8Array(xml);
      return lab.request('/soap', { method: 'POST', headers, body });
    },
  };
}
