import type { ReactElement } from 'react';
import { useAccount } from '../../api/session.ts';
import type { Viewing } from '../../generated/answers.ts';
import { MoreButton } from '../../parts/more.tsx';
import { Empty, Failure, Panel, Skeleton } from '../../parts/panel.tsx';
import { Rows, type Column } from '../../parts/rows.tsx';
import { Moment } from '../../parts/time.tsx';
import { stateName } from '../../words/names.ts';
import { roleName } from '../../words/roles.ts';
import { VIEWINGS as T, reasonWords } from './viewing-text.ts';
import { useViewings } from './viewings-query.ts';

const COLUMNS: readonly Column<Viewing>[] = [
  { head: T.head.at, cell: ({ at }) => <Moment at={at} both /> },
  { head: T.head.what, cell: ({ what }) => T.what[what] },
  { head: T.head.who, cell: (viewing) => <Who viewing={viewing} /> },
  { head: T.head.why, cell: (viewing) => <Why viewing={viewing} /> },
];

/** Who was shown something of the message: the same to both states. */
export function ViewingsPanel({
  transmissionId,
}: {
  readonly transmissionId: string;
}): ReactElement {
  const list = useViewings(transmissionId);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={T.title}>
      {list.error === null ? null : (
        <Failure error={list.error} again={() => void list.refetch()} />
      )}
      {list.isPending ? <Skeleton /> : null}
      {list.isSuccess && items.length === 0 ? <Empty>{T.none}</Empty> : null}
      {items.length === 0 ? null : (
        <Rows
          caption={T.title}
          columns={COLUMNS}
          rows={items}
          keyOf={({ viewingId }) => viewingId}
        />
      )}
      <MoreButton list={list} />
    </Panel>
  );
}

function Who({
  viewing: { member, role, actor, name },
}: {
  readonly viewing: Viewing;
}): ReactElement {
  const account = useAccount();
  const who = role === 'system' ? T.system : roleName(role);
  return (
    <>
      {member === 'national' ? who : `${stateName(member)}, ${who.toLowerCase()}`}{' '}
      <small className="fine" title={actor}>
        {name ?? (actor === account.reference ? account.name : actor)}
      </small>
    </>
  );
}

function Why({ viewing: { reason, note } }: { readonly viewing: Viewing }): ReactElement {
  if (reason === undefined) return <>–</>;
  return (
    <>
      {reasonWords(reason)}
      {note === undefined ? null : `: ${note}`}
    </>
  );
}
