import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useParams } from 'wouter';
import { call } from '../api/call.ts';
import { useLive } from '../api/live.ts';
import { type Account, holds, useAccount } from '../api/session.ts';
import { Page } from '../parts/page.tsx';
import { Answered, Panel } from '../parts/panel.tsx';
import { CaseAnswer } from './case/case-answer.tsx';
import {
  DutiesPanel,
  MaySendPanel,
  PartiesPanel,
  TimelinePanel,
  WhoPanel,
} from './case/case-panels.tsx';
import { CASE_TEXT } from './case/case-text.ts';
import { LifecyclePicture } from './case/lifecycle-picture.tsx';
import { NotesPanel } from './case/notes-panel.tsx';
import { PersonPanel } from './case/person-panel.tsx';

/** One case: where it stands, what is owed, what may be sent, and everything that was. */
export function CasePage(): ReactElement {
  const { caseId = '' } = useParams();
  const account = useAccount();
  if (holds(account, 'state-administrator') && !holds(account, ...READERS)) {
    return (
      <Page title={CASE_TEXT.title(caseId)} answer={CASE_TEXT.notesOnly}>
        <NotesPanel caseId={caseId} key={caseId} />
      </Page>
    );
  }
  return <CaseFile caseId={caseId} account={account} />;
}

/** Roles of a state that open a case; an administrator without one reads and writes its notes alone. */
const READERS = ['compact-office', 'supervisor', 'officer', 'officer-support'] as const;

interface CaseFileProps {
  readonly caseId: string;
  readonly account: Account;
}

function CaseFile({ caseId, account }: CaseFileProps): ReactElement {
  useLive([['case', caseId]]);
  const file = useQuery({
    queryKey: ['case', caseId],
    queryFn: () => call('GET /v1/cases/{caseId}', { params: { caseId }, query: { person: 'no' } }),
  });
  return (
    <Page
      title={CASE_TEXT.title(caseId)}
      answer={file.data && <CaseAnswer file={file.data} account={account} />}
    >
      <Answered query={file}>
        {(found) => (
          <>
            {found.content === undefined ? null : <p>{CASE_TEXT.taken[found.content]}</p>}
            <Panel title={CASE_TEXT.lifecycle}>
              <LifecyclePicture file={found} />
            </Panel>
            <div className="story">
              <div>
                <DutiesPanel file={found} />
                <TimelinePanel file={found} />
                {found.content === undefined ? <NotesPanel caseId={caseId} key={caseId} /> : null}
                <MaySendPanel file={found} member={account.member} />
              </div>
              <div>
                <PartiesPanel file={found} />
                <WhoPanel file={found} />
                <PersonPanel file={found} key={caseId} />
              </div>
            </div>
          </>
        )}
      </Answered>
    </Page>
  );
}
