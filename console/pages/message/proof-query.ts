import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { MessageStory } from '../../generated/answers.ts';
import type { ProofReport } from './check-proof.ts';

export interface CheckedProof {
  readonly report: ProofReport;
  /** Leaves that no signed head covers yet. */
  readonly awaiting: number;
}

/**
 * The proof of a message as this browser checked it; nothing is asked before `refetch`. A new event of the
 * message begins it anew. What checks it is fetched with the first check.
 */
export function useProofCheck(story: MessageStory): UseQueryResult<CheckedProof> {
  const { transmissionId, events } = story;
  return useQuery({
    queryKey: ['proof', transmissionId, events.length],
    queryFn: async ({ signal }) => {
      const params = { transmissionId };
      const [{ checkProof }, proof, ledger] = await Promise.all([
        import('./check-proof.ts'),
        call('GET /v1/messages/{transmissionId}/proof', { params, signal }),
        call('GET /v1/ledger/keys', { signal }),
      ]);
      const keyLines = ledger.keys.map(({ key }) => `${key}\n`).join('');
      const report = checkProof({ transmissionId, keyLines, proof, events });
      return { report, awaiting: proof.awaiting };
    },
    enabled: false,
    retry: false,
  });
}
