import { type KeyboardEvent, type ReactElement, useEffect, useMemo, useRef } from 'react';
import type { MessageBodies } from '../../generated/answers.ts';
import { Empty } from '../../parts/panel.tsx';
import { type CellPlace, type DocumentLine, linesOf } from './document-lines.ts';
import { type DocumentNotes, placeNotes } from './document-notes.ts';
import { type FieldLinks, type Linked, type PaneName, type Place } from './field-links.ts';

interface DocumentPaneProps {
  readonly name: PaneName;
  readonly title: string;
  readonly body: MessageBodies['bodies'][number] | undefined;
  /** On a narrow screen only one pane is. */
  readonly isShown: boolean;
  readonly notes: DocumentNotes;
  readonly links: FieldLinks;
  /** Of a document of lines: where its cells stand. */
  readonly cells: readonly CellPlace[] | undefined;
  readonly linked: Linked | undefined;
  /** Whether the place that is pointed at stands in this document. */
  readonly isPointedAt: boolean;
  readonly onPoint: (place: Place) => void;
}

/** One document, line by line; lines that a rule made are options that show their partners. */
export function DocumentPane(props: DocumentPaneProps): ReactElement {
  const { name, title, body, isShown } = props;
  return (
    <section className={isShown ? 'pane pane--shown' : 'pane'} aria-label={title}>
      <h3>
        {title}
        {body === undefined ? null : <small className="fine"> {body.contentType}</small>}
      </h3>
      {body === undefined ? (
        <Empty>
          {name === 'sent'
            ? 'Nothing was sent yet: it appears here with the first try.'
            : 'It is not kept.'}
        </Empty>
      ) : (
        <Lines {...props} body={body} />
      )}
    </section>
  );
}

function Lines({
  name,
  title,
  body,
  notes,
  links,
  cells,
  linked,
  isPointedAt,
  onPoint,
}: DocumentPaneProps & { readonly body: MessageBodies['bodies'][number] }): ReactElement {
  const { contentType, encoding } = body;
  const lines = useMemo(
    () => linesOf(contentType, encoding === 'utf-8' ? body.body : decoded(body.body), cells),
    [contentType, encoding, body.body, cells],
  );
  const placed = useMemo(() => placeNotes(notes, lines), [notes, lines]);
  const isLinked = ({ pointer }: DocumentLine): boolean =>
    pointer !== undefined && links.isLinked({ pane: name, pointer });
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The partner comes into view; the line under the pointer stays where it is.
    if (!isPointedAt && list.current !== null) showSelected(list.current);
  }, [linked, isPointedAt]);
  const first = lines.find(isLinked)?.key;
  const isOn = ({ pointer }: DocumentLine): boolean =>
    pointer !== undefined && linked?.has({ pane: name, pointer }) === true;
  const stop = lines.find((line) => isLinked(line) && isOn(line))?.key ?? first;
  if (first === undefined) {
    return (
      <pre className="document" tabIndex={0} aria-label={title}>
        {lines.map(({ key, depth, text }) => (
          <span key={key} className="line" data-depth={Math.min(depth, MOST_DEPTH)}>
            {text}
            <Note note={placed.get(key)} />
          </span>
        ))}
      </pre>
    );
  }
  return (
    <div
      ref={list}
      className="document"
      role="listbox"
      aria-label={`Fields of: ${title}`}
      onKeyDown={walk}
    >
      {lines.map((line) => {
        const { key, depth, text, pointer = '' } = line;
        const place = { 'data-depth': Math.min(depth, MOST_DEPTH), className: 'line' };
        if (!isLinked(line)) {
          return (
            <div key={key} {...place} role="presentation">
              {text}
              <Note note={placed.get(key)} />
            </div>
          );
        }
        const point = (): void => {
          onPoint({ pane: name, pointer });
        };
        return (
          <div
            key={key}
            {...place}
            role="option"
            aria-selected={isOn(line)}
            tabIndex={key === stop ? 0 : -1}
            onFocus={point}
            onPointerEnter={point}
          >
            {text}
            <Note note={placed.get(key)} />
          </div>
        );
      })}
    </div>
  );
}

/** What is wrong at a line, behind it. */
function Note({ note }: { readonly note: string | undefined }): ReactElement | null {
  return note === undefined ? null : <span className="line__note"> ▲ {note}</span>;
}

/** Deeper lines stand no further right: the style has a step for each depth up to here. */
const MOST_DEPTH = 9;

function showSelected(list: HTMLElement): void {
  const selected = list.querySelector<HTMLElement>('[aria-selected=true]');
  if (selected === null) return;
  list.scrollTop = selected.offsetTop - list.clientHeight / 2;
}

/** Up and down walk through the lines that a rule made. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const options = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=option]')];
  const at = options.findIndex((option) => option === document.activeElement);
  options[at + step]?.focus();
}

/** Bytes that are no UTF-8, such as those of older systems, as Latin-1. */
const decoded = (base64: string): string => atob(base64);
