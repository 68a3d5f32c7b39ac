import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { Case, Deadline, MessageStory } from '../../generated/answers.ts';
import { stateName } from '../../words/names.ts';

/** The case of a message; undefined until it is known, and where it is not asked for. */
export function useCaseOf(message: Pick<MessageStory, 'caseId'> | undefined): Case | undefined {
  const { caseId = '' } = message ?? {};
  return useQuery({
    queryKey: ['case', caseId],
    queryFn: ({ signal }) =>
      call('GET /v1/cases/{caseId}', { params: { caseId }, query: { person: 'no' }, signal }),
    enabled: message !== undefined,
  }).data;
}

/** `Oregon owes: investigate and reply to the transfer request (Rule 3.104)`. */
export const dutyWords = ({ owedBy, title, rule }: Deadline): string =>
  `${stateName(owedBy)} owes: ${title.charAt(0).toLowerCase()}${title.slice(1)} (Rule ${rule})`;
