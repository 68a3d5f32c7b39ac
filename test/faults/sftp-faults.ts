import type { Random } from '../../simulation/generator/random.ts';
import { type OpensshServer, startOpensshServer } from '../support/openssh-server.ts';
import type { Fault } from './fault-run.ts';
import type { LabState } from './lab-states.ts';
import { within } from './until.ts';

/** About what one side sends over a connection on which a document is put and others are looked for. */
const MOST_BYTES = 24_000;
const WITHIN_MS = 60_000;

/** The hub's connections to a state's OpenSSH server end after byte k of one side. */
export function sftpCuts(draw: Random, count: number): Fault[] {
  return Array.from({ length: count }, (_, index) => {
    const side = draw.chance(0.7) ? 'client' : 'server';
    return sftpCut(side, index === 0 ? 1 : draw.integer(1, MOST_BYTES));
  });
}

function sftpCut(side: 'client' | 'server', bytes: number): Fault {
  return {
    name: `SFTP cut after byte k of the ${side}`,
    misbehaviour: [],
    strike: async ({ lab: { wires }, hub, whenLoaded }) => {
      const wire = wires?.states.get(CUT_MEMBER);
      if (wire === undefined) throw new Error('the lab has no wires');
      const load = await whenLoaded(() => {
        wire.breakAfter(side, bytes, 'cut');
      });
      await within(WITHIN_MS, `byte ${bytes} passes`, wire.broken());
      return { ...load, hub, healedAt: performance.now() };
    },
  };
}

const CUT_MEMBER = 'OR';

/** A state with files on an OpenSSH server, one with files in batches, and one of REST. */
export async function withSftpStates<T>(
  work: (states: readonly LabState[]) => Promise<T>,
): Promise<T> {
  const servers = [await startOpensshServer(), await startOpensshServer()];
  try {
    const [one, other] = servers.map(servedBy);
    return await work([
      { member: CUT_MEMBER, dialect: 'csv-groups', channel: { kind: 'sftp', ...one } },
      { member: 'TX', dialect: 'flat-json', channel: { kind: 'rest' } },
      { member: 'GA', dialect: 'fixed-width', channel: { kind: 'sftp', ...other } },
    ]);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

const servedBy = ({ folder, endpoint, credential, hostKey }: OpensshServer) => ({
  served: { folder, endpoint, credential, hostKeys: [hostKey] },
});
