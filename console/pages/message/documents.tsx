import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { call } from '../../api/call.ts';
import type { MessageBodies, MessageMapping, MessageStory } from '../../generated/answers.ts';
import { Answered } from '../../parts/panel.tsx';
import { Technical } from '../../parts/technical.tsx';
import { stateName } from '../../words/names.ts';
import { NOTES, NO_NOTES, notesOf } from './document-notes.ts';
import { DocumentPane } from './document-pane.tsx';
import {
  type Linked,
  type MappedRule,
  type PaneName,
  type Place,
  linkFields,
  opWords,
} from './field-links.ts';
import { latestDelivery } from './headline.ts';

type Body = MessageBodies['bodies'][number];

const LEAF_WRITTEN_MS = 2_000;

interface DocumentsProps {
  readonly story: MessageStory;
  /** What the national office was shown for its reason; without it they are asked for. */
  readonly opened?: MessageBodies;
}

/** What was sent, the compact's own form, and what was received, beside each other. */
export function Documents({ story, opened }: DocumentsProps): ReactElement {
  const { transmissionId } = story;
  const params = { transmissionId };
  const bodies = useQuery({
    queryKey: ['bodies', transmissionId],
    queryFn: () => call('GET /v1/messages/{transmissionId}/bodies', { params }),
    // Each opening is recorded: it is asked for once, and forgotten with the page.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    ...(opened === undefined ? {} : { enabled: false, initialData: opened }),
  });
  const mapping = useQuery({
    queryKey: ['mapping', transmissionId],
    queryFn: () => call('GET /v1/messages/{transmissionId}/mapping', { params }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    // The rules are for the two states.
    enabled: bodies.isSuccess && opened === undefined,
  });
  const queries = useQueryClient();
  const { isSuccess } = bodies;
  useEffect(() => {
    if (!isSuccess) return;
    // That they were opened is a leaf by then, and part of the story.
    const timer = setTimeout(() => {
      void queries.invalidateQueries({ queryKey: ['message', transmissionId] });
    }, LEAF_WRITTEN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isSuccess, queries, transmissionId]);
  return (
    <Answered query={bodies}>
      {(found) => <Opened story={story} bodies={found.bodies} mapping={mapping.data} />}
    </Answered>
  );
}

interface OpenedProps {
  readonly story: MessageStory;
  readonly bodies: readonly Body[];
  readonly mapping: MessageMapping | undefined;
}

interface Pane {
  readonly name: PaneName;
  readonly title: string;
  readonly body: Body | undefined;
  readonly cells: MappedCells;
}

type MappedCells = NonNullable<MessageMapping['inbound']>['cells'] | undefined;

function Opened({ story, bodies, mapping }: OpenedProps): ReactElement {
  const [active, setActive] = useState<Place>();
  const [shown, setShown] = useState<PaneName>('canonical');
  const deliveryId = latestDelivery(story)?.deliveryId;
  const read = mapping?.inbound;
  const written = mapping?.outbound.find((side) => side.deliveryId === deliveryId);
  const links = useMemo(
    () => linkFields({ inbound: read?.rules ?? [], outbound: written?.rules ?? [] }),
    [read, written],
  );
  const notes = useMemo(() => notesOf(story), [story]);
  const linked = useMemo(
    () => (active === undefined ? undefined : links.of(active)),
    [links, active],
  );
  const panes: readonly Pane[] = [
    {
      name: 'received',
      title: `What ${stateName(story.from)} sent`,
      body: bodies.find(({ kind }) => kind === 'received'),
      cells: read?.cells,
    },
    {
      name: 'canonical',
      title: 'The compact message',
      body: bodies.find(({ kind }) => kind === 'canonical'),
      cells: undefined,
    },
    {
      name: 'sent',
      title: hasArrived(story)
        ? `What ${stateName(story.to)} got`
        : `What was offered to ${stateName(story.to)}`,
      body: bodies.findLast(({ kind }) => kind === 'sent'),
      cells: written?.cells,
    },
  ];
  return (
    <>
      {notes.size === 0 ? null : (
        <p className="fine">
          {NOTES.where} <a href="#findings">{NOTES.findings(story.findings.length)}</a>
        </p>
      )}
      <div className="panes__tabs" role="group" aria-label="Which document">
        {panes.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            aria-pressed={shown === name}
            onClick={() => {
              setShown(name);
            }}
          >
            {title}
          </button>
        ))}
      </div>
      <div className="panes">
        {panes.map((pane) => (
          <DocumentPane
            key={pane.name}
            {...pane}
            isShown={shown === pane.name}
            notes={pane.name === 'canonical' ? notes : NO_NOTES}
            links={links}
            linked={linked}
            isPointedAt={active?.pane === pane.name}
            onPoint={setActive}
          />
        ))}
      </div>
      <Explained linked={linked} />
    </>
  );
}

/** Before that nobody can say that the other state has it. */
const hasArrived = (story: MessageStory): boolean =>
  ['handed-over', 'acknowledged'].includes(latestDelivery(story)?.state ?? '');

/** Below the documents: the rules of the place that is pointed at. */
function Explained({ linked }: { readonly linked: Linked | undefined }): ReactElement {
  const rules = [
    ...(linked?.inbound ?? []).map((rule) => ({ rule, way: 'read' })),
    ...(linked?.outbound ?? []).map((rule) => ({ rule, way: 'written' })),
  ];
  return (
    <div className="explained" aria-live="polite">
      {rules.length === 0 ? (
        <p className="fine">
          Point at a field, or walk through the lines with the arrow keys, to see it in the other
          documents and the rule that made it.
        </p>
      ) : (
        <>
          <ul className="list">
            {rules.map(({ rule, way }) => (
              <li key={`${way} ${rule.rule} ${placesText(rule)}`}>
                <strong>
                  {way === 'read' ? 'Read' : 'Written'}: {opWords(rule.op)}
                </strong>
                {rule.carried === undefined ? '' : `, ${CARRIED[rule.carried]}`}
              </li>
            ))}
          </ul>
          <Technical>
            <ul className="plain fine">
              {rules.map(({ rule, way }) => (
                <li key={`${way} ${rule.rule} ${placesText(rule)}`}>
                  {placesText(rule)} · rule {rule.rule}
                </li>
              ))}
            </ul>
          </Technical>
        </>
      )}
    </div>
  );
}

const CARRIED: Readonly<Record<NonNullable<MappedRule['carried']>, string>> = {
  absent: 'with what the format has no field for in the extension slot',
  coarser: 'with what the format says less exactly in the extension slot',
  shortened: 'with the whole text in the extension slot where the field is too short',
  overflow: 'with what is beyond the format’s list in the extension slot',
};

const placesText = ({ canonical, local }: MappedRule): string =>
  [...canonical, ...local].join(' · ');
