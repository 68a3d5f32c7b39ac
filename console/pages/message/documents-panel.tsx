import { type ReactElement, Suspense, lazy, useState } from 'react';
import { holds, isNational, useAccount } from '../../api/session.ts';
import type { MessageBodies, MessageStory } from '../../generated/answers.ts';
import { Empty, Panel, Skeleton } from '../../parts/panel.tsx';
import { MESSAGE_TEXT } from './message-text.ts';
import { OpenWithReason } from './open-with-reason.tsx';
import { REASONED } from './viewing-text.ts';

const Documents = lazy(async () => ({ default: (await import('./documents.tsx')).Documents }));

const TAKEN = {
  sealed:
    'The documents are sealed by order of an authority. Nobody opens them until the seal is lifted.',
  expunged: 'The documents were expunged by order of an authority. The story and its proof stay.',
} as const;

/** Closed until somebody opens them: what is personal is not shown by accident. */
export function DocumentsPanel({ story }: { readonly story: MessageStory }): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const account = useAccount();
  const national = isNational(account);
  const isClosed = !isOpen && !national && story.content === undefined;
  return (
    <div className={isClosed ? 'not-printed' : undefined}>
      <Panel title={MESSAGE_TEXT.documents}>{contentOf()}</Panel>
    </div>
  );

  function contentOf(): ReactElement {
    if (national && !holds(account, 'national-office')) {
      return <Empty>{MESSAGE_TEXT.auditorDocuments}</Empty>;
    }
    if (story.content !== undefined) return <Empty>{TAKEN[story.content]}</Empty>;
    if (national) return <ForReason story={story} />;
    if (isOpen) {
      return (
        <Suspense fallback={<Skeleton />}>
          <Documents story={story} />
        </Suspense>
      );
    }
    return (
      <div className="buttons">
        <button
          type="button"
          className="usa-button usa-button--outline"
          onClick={() => {
            setOpen(true);
          }}
        >
          {MESSAGE_TEXT.open}
        </button>
        <span className="fine">{MESSAGE_TEXT.opening}</span>
      </div>
    );
  }
}

/** Of the national office: closed until a reason is stated, and closed again when the page is left. */
function ForReason({ story }: { readonly story: MessageStory }): ReactElement {
  const [isAsked, setAsked] = useState(false);
  const [opened, setOpened] = useState<MessageBodies>();
  if (opened !== undefined) {
    return (
      <Suspense fallback={<Skeleton />}>
        <Documents story={story} opened={opened} />
      </Suspense>
    );
  }
  const close = (): void => {
    setAsked(false);
  };
  return (
    <>
      <Empty>{REASONED.closed}</Empty>
      <p className="buttons not-printed">
        <button
          type="button"
          className="usa-button usa-button--outline"
          onClick={() => {
            setAsked(true);
          }}
        >
          {REASONED.open}
        </button>
      </p>
      {isAsked ? <OpenWithReason story={story} onClose={close} onOpened={setOpened} /> : null}
    </>
  );
}
