import {
  type FileDrop,
  dropStates,
  openFileDrop,
  startDropServers,
} from '../adapters/file-drop.ts';
import { HOSTILE_BATCHES, HOSTILE_FILES } from '../adapters/hostile-files.ts';
import type { HostileCase, HostileCategory, Verdict } from './hostile-case.ts';
import { type HostileLab, openHostileLab } from './hostile-lab.ts';

/** A hub that fetches files from OpenSSH servers, where states leave what they like. */
export async function openDropLab(): Promise<{ lab: HostileLab; category: HostileCategory }> {
  const servers = await startDropServers();
  const stop = async (): Promise<void> => {
    for (const server of Object.values(servers)) await server.stop();
  };
  try {
    const lab = await openHostileLab(dropStates(servers));
    const drop = openFileDrop(servers, lab.site);
    const close = async (): Promise<void> => {
      await lab.close();
      await stop();
    };
    return { lab: { ...lab, close }, category: categoryOf(drop) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Each with a good one behind it: the lane goes on. */
const categoryOf = (drop: FileDrop): HostileCategory => ({
  name: 'file drop',
  least: 50,
  draw: 12,
  cases: () => [
    ...HOSTILE_FILES.map((file): HostileCase => {
      const told = typeof file.outcome === 'string' ? file.outcome : file.outcome.code;
      return {
        name: file.name,
        expected: verdictOf(told, told === 'accepted' ? 2 : 1),
        play: async () => {
          const { before, after, word } = await drop.playFile(file);
          return { verdict: verdictOf(word, after - before) };
        },
      };
    }),
    ...HOSTILE_BATCHES.map((batch): HostileCase => {
      const { name, codes, accepted } = batch;
      return {
        name: `a batch, ${name}`,
        expected: verdictOf(codes.join('_'), accepted),
        play: async () => {
          const { said } = await drop.playBatch(batch);
          const goesOn = said.nextAccepted === 1 && said.isFiled;
          const word = goesOn ? said.codes.join('_') : 'LANE_STOPPED';
          return { verdict: verdictOf(word, said.accepted) };
        },
      };
    }),
  ],
});

/** What the state is told, and how many documents came in. */
const verdictOf = (word: string, accepted: number): Verdict => `refuse:${word} ${accepted}`;
