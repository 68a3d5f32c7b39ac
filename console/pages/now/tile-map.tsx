import { type ReactElement, useRef } from 'react';
import { Link } from 'wouter';
import type { Answers } from '../../generated/answers.ts';
import { useArrows } from '../../parts/arrows.ts';
import { Panel } from '../../parts/panel.tsx';
import { causeOf } from '../../words/causes.ts';
import { countOf } from '../../words/count.ts';
import { stateName } from '../../words/names.ts';
import { span } from '../../words/time.ts';
import { type Destination, isStopped } from '../../words/ways.ts';
import { secondsBetween } from './now-answer.ts';
import { NOW_TEXT } from './now-text.ts';
import { TILE_PLACES } from './tile-grid.ts';

type Health = Answers['GET /v1/health'];

interface TileMapProps {
  readonly health: Health;
  readonly ways: readonly Destination[];
}

/** The nation as squares: how long the oldest that a state does not have has waited, as shade and number. */
export function TileMap({ health, ways }: TileMapProps): ReactElement {
  const map = useRef<HTMLUListElement>(null);
  const onKeyDown = useArrows(map);
  const facts = factsByMember(health, ways);
  return (
    <Panel title={NOW_TEXT.map.title}>
      <ul className="tiles" ref={map} onKeyDown={onKeyDown}>
        {TILE_PLACES.map(([code, column, row], place) => {
          const tile = tileOf(code, facts.get(code), health.at);
          return (
            <li key={code} style={{ gridColumn: column, gridRow: row }}>
              <Link
                to={`/states/${code}`}
                className={`tile tile--${tile.shade}`}
                title={tile.said}
                tabIndex={place === 0 ? 0 : -1}
              >
                <b aria-hidden="true">{code}</b>
                <span aria-hidden="true">{tile.short}</span>
                <span className="usa-sr-only">{tile.said}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      <p className="fine">{NOW_TEXT.map.legend}</p>
    </Panel>
  );
}

interface MemberFacts {
  readonly way?: Destination;
  readonly lacks?: Health['undelivered']['states'][number];
}

function factsByMember(
  { undelivered }: Health,
  ways: readonly Destination[],
): ReadonlyMap<string, MemberFacts> {
  const facts = new Map<string, MemberFacts>(ways.map((way) => [way.member, { way }]));
  for (const lacks of undelivered.states) {
    facts.set(lacks.member, { ...facts.get(lacks.member), lacks });
  }
  return facts;
}

interface Tile {
  readonly shade: 'clear' | 'short' | 'long' | 'old' | 'stopped' | 'off';
  /** What stands in the square below the state. */
  readonly short: string;
  readonly said: string;
}

function tileOf(code: string, facts: MemberFacts | undefined, at: string): Tile {
  const name = stateName(code);
  const { way, lacks } = facts ?? {};
  const oldest = lacks?.oldest;
  const seconds = oldest === undefined ? undefined : secondsBetween(oldest, at);
  const waits =
    seconds === undefined
      ? ''
      : `: ${countOf(lacks?.waiting ?? 0, 'waits', 'wait')}, the oldest for ${span(seconds)}`;
  const failed = lacks === undefined || lacks.failed === 0 ? '' : `, ${lacks.failed} failed`;
  if (way?.hold !== undefined && isStopped(way)) {
    const { what } = causeOf({ code: way.hold.code, member: code });
    return {
      shade: 'stopped',
      short: seconds === undefined ? 'held' : brief(seconds),
      said: `${what}${waits}${failed}`,
    };
  }
  if (way?.connected === false)
    return { shade: 'off', short: 'off', said: `${name}: not connected yet` };
  if (seconds !== undefined) {
    return { shade: shadeOf(seconds), short: brief(seconds), said: `${name}${waits}${failed}` };
  }
  if (failed !== '') return { shade: 'old', short: '!', said: `${name}${failed}` };
  return { shade: 'clear', short: '–', said: `${name}: nothing waits` };
}

function shadeOf(seconds: number): 'short' | 'long' | 'old' {
  if (seconds < 300) return 'short';
  return seconds < 3_600 ? 'long' : 'old';
}

/** `41s`, `12m`, `3h`, `5d`: four characters at most. */
export function brief(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)}s`;
  if (seconds < 6_000) return `${Math.round(seconds / 60)}m`;
  if (seconds < 356_400) return `${Math.round(seconds / 3_600)}h`;
  return `${Math.round(seconds / 86_400)}d`;
}
