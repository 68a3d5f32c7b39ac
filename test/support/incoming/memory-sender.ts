import type { Incoming, StateAdapter } from '../../../adapters/adapter.ts';
import { type HubWord, type SenderKind, acceptance, refusal } from './sender.ts';

/** A state in the test's own process. */
export const MEMORY_SENDER: SenderKind = {
  transport: 'memory',
  logsIn: 'nobody',
  side: 'server',
  tooLarge: { bytes: 8 * 2 ** 20, code: 'DOCUMENT_TOO_LARGE' },
  prepare: () => {
    let isCut = false;
    async function* losingOne(items: AsyncIterable<Incoming>): AsyncIterable<Incoming> {
      for await (const item of items) {
        if (item.kind === 'fault') yield item;
        else {
          yield {
            ...item,
            settle: async (verdict) => {
              if (!isCut) await item.settle(verdict);
              isCut = false;
            },
          };
        }
      }
    }
    return Promise.resolve({
      state: {},
      decorate: (adapter: StateAdapter): StateAdapter => ({
        ...adapter,
        receive: (signal) => losingOne(adapter.receive?.(signal) ?? nothing()),
      }),
      connect: ({ site, member }) => {
        const send = async ({ contentType, body }: { contentType: string; body: Buffer }) => {
          const verdict = await site.state(member).outbox.leave({
            kind: 'document',
            contentType,
            body,
          });
          if (verdict.kind === 'postponed') throw new Error('a postponed document is kept');
          const [record] = verdict.records;
          return record?.kind === 'accepted'
            ? acceptance(record.receipt ?? '')
            : refusal(record?.problem ?? '');
        };
        return Promise.resolve({
          send,
          sendAll: (documents): Promise<HubWord[]> => Promise.all(documents.map(send)),
          use: () => Promise.reject(new Error('nobody logs in')),
          cut: () => {
            isCut = true;
          },
          close: () => Promise.resolve(),
        });
      },
      stop: () => Promise.resolve(),
    });
  },
};

async function* nothing(): AsyncIterable<Incoming> {
  // A state that leaves nothing.
}
