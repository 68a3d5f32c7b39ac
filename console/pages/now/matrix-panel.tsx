import { type ReactElement, useRef } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useFresh } from '../../api/fresh.ts';
import { useArrows } from '../../parts/arrows.ts';
import { type FilterField, Filters } from '../../parts/filters.tsx';
import { Answered, Empty, Panel } from '../../parts/panel.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { percent, whole } from '../../words/count.ts';
import { MEMBER_CHOICES, stateName } from '../../words/names.ts';
import { span } from '../../words/time.ts';
import {
  MEASURES,
  MEASURE_TABLE,
  type Measure,
  PERIODS,
  PERIOD_TABLE,
  type Pair,
  type Period,
  pairInWords,
  pairsOf,
  shadeOf,
} from './matrix.ts';
import { NOW_TEXT } from './now-text.ts';
import { HOUR_MS, endOfHour, hourOf } from './traffic-hours.ts';

const TEXT = NOW_TEXT.matrix;

/** The first of each is what stands there while nothing is chosen. */
const [DAY, ...OTHER_PERIODS] = PERIODS;
const [COUNT, ...OTHER_MEASURES] = MEASURES;

const FIELDS: readonly FilterField[] = [
  { name: 'state', label: TEXT.state, any: TEXT.everyState, choices: MEMBER_CHOICES },
  {
    name: 'period',
    label: TEXT.period,
    any: PERIOD_TABLE[DAY].text,
    choices: OTHER_PERIODS.map((period) => [period, PERIOD_TABLE[period].text] as const),
  },
  {
    name: 'show',
    label: TEXT.show,
    any: MEASURE_TABLE[COUNT].text,
    choices: OTHER_MEASURES.map((measure) => [measure, MEASURE_TABLE[measure].text] as const),
  },
];

const among = <T extends string>(value: string | null, choices: readonly T[], otherwise: T): T =>
  choices.find((choice) => choice === value) ?? otherwise;

interface MatrixPanelProps {
  readonly at: string;
  /** Whose own traffic it is alone; undefined for the nation. */
  readonly own: string | undefined;
}

/** Who sends to whom, how much, how fast, and what is refused; one state alone where one is chosen. */
export function MatrixPanel({ at, own }: MatrixPanelProps): ReactElement {
  const [asked] = useSearchParams();
  const period: Period = among(asked.get('period'), PERIODS, DAY);
  const measure: Measure = among(asked.get('show'), MEASURES, COUNT);
  const state = own ?? asked.get('state') ?? undefined;
  const since = new Date(hourOf(at) - PERIOD_TABLE[period].days * 24 * HOUR_MS).toISOString();
  const sums = useFresh('GET /v1/traffic/sums', {
    query: { by: 'pair', step: period === 'day' ? 'hour' : 'day', since, until: endOfHour(at) },
  });
  const fields = own === undefined ? FIELDS : FIELDS.slice(1, 2);
  return (
    <Panel title={TEXT.title}>
      <Filters fields={fields} />
      <Answered query={sums} empty={{ when: ({ items }) => items.length === 0, text: TEXT.empty }}>
        {({ items }) => {
          const pairs = pairsOf(items);
          if (state !== undefined) return <OneState state={state} pairs={pairs} since={since} />;
          return (
            <>
              <p className="matrix__choose empty">{TEXT.chooseFirst}</p>
              <Matrix pairs={pairs} measure={measure} since={since} />
            </>
          );
        }}
      </Answered>
    </Panel>
  );
}

/** The messages of a pair, as far back as the panel looks. */
const messagesOf = ({ from, to }: Pick<Pair, 'from' | 'to'>, since: string): string =>
  `/messages?from=${from}&to=${to}&since=${since.slice(0, 10)}`;

interface MatrixProps {
  readonly pairs: readonly Pair[];
  readonly measure: Measure;
  readonly since: string;
}

function Matrix({ pairs, measure, since }: MatrixProps): ReactElement {
  const table = useRef<HTMLTableElement>(null);
  const onKeyDown = useArrows(table);
  const { of, brief, shades } = MEASURE_TABLE[measure];
  const steps = shades(pairs.flatMap((pair) => of(pair) ?? []));
  const byPair = new Map(pairs.map((pair) => [`${pair.from} ${pair.to}`, pair]));
  const codes = MEMBER_CHOICES.map(([code]) => code).filter((code) =>
    pairs.some(({ from, to }) => from === code || to === code),
  );
  const first = pairs[0];
  return (
    <div className="matrix scroll" role="region" aria-label={TEXT.title} tabIndex={0}>
      <table ref={table} onKeyDown={onKeyDown}>
        <caption>
          {TEXT.caption} {TEXT.keys}
        </caption>
        <thead>
          <tr>
            <td />
            {codes.map((to) => (
              <th key={to} scope="col">
                <abbr title={`to ${stateName(to)}`}>{to}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {codes.map((from) => (
            <tr key={from}>
              <th scope="row">
                <abbr title={`from ${stateName(from)}`}>{from}</abbr>
              </th>
              {codes.map((to) => {
                const pair = byPair.get(`${from} ${to}`);
                const value = pair === undefined ? undefined : of(pair);
                if (pair === undefined || value === undefined) return <td key={to} />;
                return (
                  <td key={to} className={`matrix__cell matrix__cell--${shadeOf(value, steps)}`}>
                    <Link
                      to={messagesOf(pair, since)}
                      title={`${from} to ${to}: ${pairInWords(pair)}`}
                      tabIndex={pair === first ? 0 : -1}
                    >
                      {brief(value)}
                    </Link>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface OneStateProps {
  readonly state: string;
  readonly pairs: readonly Pair[];
  readonly since: string;
}

/** One state's traffic: to each other and from it. */
function OneState({ state, pairs, since }: OneStateProps): ReactElement {
  const name = stateName(state);
  const directions = [
    { title: `${name} sent to`, rows: pairs.filter(({ from }) => from === state), other: 'to' },
    { title: `${name} received from`, rows: pairs.filter(({ to }) => to === state), other: 'from' },
  ] as const;
  return (
    <div className="columns">
      {directions.map(({ title, rows, other }) => (
        <section key={other} aria-label={title}>
          <h3 className="matrix__head">{title}</h3>
          {rows.length === 0 ? (
            <Empty>{TEXT.empty}</Empty>
          ) : (
            <Rows
              caption={title}
              columns={columnsFor(other, since)}
              rows={rows.toSorted((a, b) => b.accepted - a.accepted)}
              keyOf={(pair) => pair[other]}
            />
          )}
        </section>
      ))}
    </div>
  );
}

function columnsFor(other: 'from' | 'to', since: string): readonly Column<Pair>[] {
  return [
    {
      head: 'State',
      cell: (pair) => <Link to={messagesOf(pair, since)}>{stateName(pair[other])}</Link>,
    },
    { head: 'Messages', isNumber: true, cell: ({ accepted }) => whole(accepted) },
    {
      head: 'Median delay',
      isNumber: true,
      cell: ({ medianSeconds }) => (medianSeconds === undefined ? '–' : span(medianSeconds)),
    },
    {
      head: 'Refused',
      isNumber: true,
      cell: ({ refused, accepted }) => percent(refused, accepted),
    },
  ];
}
