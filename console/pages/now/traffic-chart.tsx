import 'uplot/dist/uPlot.min.css';
import { type ReactElement, useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { short } from '../../words/count.ts';
import { clockTime } from '../../words/time.ts';
import { NOW_TEXT } from './now-text.ts';
import { type Hour, type TrafficHours, totalOf } from './traffic-hours.ts';

const TEXT = NOW_TEXT.traffic;
const HEIGHT = 220;
const LABEL_WIDTH = 84;
const LABEL_HEIGHT = 15;

interface Line {
  readonly name: 'accepted' | 'delivered' | 'failed';
  readonly text: string;
  /** Told apart by colour-blind readers too, and by its dashes without any colour. */
  readonly stroke: string;
  readonly faint: string;
  readonly width: number;
  readonly dash: number[];
}

const LINES: readonly Line[] = [
  {
    name: 'accepted',
    text: TEXT.accepted,
    stroke: '#3d4551',
    faint: '#3d455140',
    width: 1.5,
    dash: [],
  },
  {
    name: 'delivered',
    text: TEXT.delivered,
    stroke: '#0072b2',
    faint: '#0072b240',
    width: 2.5,
    dash: [],
  },
  {
    name: 'failed',
    text: TEXT.failed,
    stroke: '#c04b00',
    faint: '#c04b0040',
    width: 2,
    dash: [6, 3],
  },
];

/** Two days of traffic, zero-based, each line named at its end. */
export function TrafficChart({ hours }: { readonly hours: TrafficHours }): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(null);
  const data = dataOf(hours);
  const latest = useRef(data);
  useEffect(() => {
    latest.current = data;
    plot.current?.setData(data);
  });
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const drawn = new UPlot(optionsFor(element.clientWidth), latest.current, element);
    plot.current = drawn;
    const watch = new ResizeObserver(() => {
      drawn.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, []);
  const { accepted, delivered, failed } = totalOf([...hours.today, hours.current]);
  const said = `Lines of 24 hours and the one under way: ${accepted} accepted, ${delivered} delivered, ${failed} failed. ${TEXT.table} below.`;
  return <div ref={place} role="img" aria-label={said} />;
}

/** The day before, the last 24 whole hours, and from their end to the hour under way: each has its lines. */
function dataOf({ today, yesterday, current }: TrafficHours): UPlot.AlignedData {
  const values = (day: readonly (Hour | undefined)[], { name }: Line): (number | null)[] =>
    day.map((hour) => hour?.[name] ?? null);
  const nothing = today.slice(1).map(() => undefined);
  return [
    [...today, current].map(({ at }) => at / 1_000),
    ...LINES.map((line) => values([...yesterday, today[0]], line)),
    ...LINES.map((line) => values([...today, undefined], line)),
    ...LINES.map((line) => values([...nothing, today.at(-1), current], line)),
  ];
}

function optionsFor(width: number): UPlot.Options {
  const faint = LINES.map(({ text, faint: stroke }) => ({
    label: `${text} the day before`,
    stroke,
    width: 1.5,
  }));
  const bold = LINES.map(({ text, stroke, width: thick, dash }) => ({
    label: text,
    stroke,
    width: thick,
    dash,
  }));
  const soFar = LINES.map(({ text, stroke }) => ({
    label: `${text} in the hour under way`,
    stroke,
    width: 1.5,
    dash: [1, 4],
  }));
  const points = { show: false };
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = {
    font,
    stroke: '#565c65',
    grid: { stroke: '#eceeef', width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    padding: [12, LABEL_WIDTH, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_plot, _least, most) => [0, Math.max(4, most * 1.1)] } },
    axes: [
      { ...axis, grid: { show: false }, values: (_plot, splits) => splits.map(hourText) },
      {
        ...axis,
        size: 48,
        values: (_plot, splits) =>
          splits.map((value) => (Number.isInteger(value) ? short(value) : '')),
      },
    ],
    series: [{}, ...[...faint, ...bold, ...soFar].map((series) => ({ ...series, points }))],
    hooks: { draw: [drawLabels] },
  };
}

/** `06:00`, where the reader is. */
const hourText = (seconds: number): string =>
  clockTime(new Date(seconds * 1_000).toISOString()).slice(0, 5);

/** The name of each line right of its end; where ends are close, the names stand below each other. */
function drawLabels(plot: UPlot): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const labels = LINES.map((line, place) => {
    const values = plot.data[1 + 2 * LINES.length + place] ?? [];
    return { ...line, y: plot.valToPos(values.at(-1) ?? 0, 'y', true) };
  }).sort((a, b) => a.y - b.y);
  const gap = LABEL_HEIGHT * ratio;
  const lowest = bbox.top + bbox.height;
  // From the lowest up, so that none leaves the picture at its foot.
  const placed = labels.reduceRight<{ label: (typeof labels)[number]; y: number }[]>(
    (done, label) => {
      const below = done.at(-1)?.y ?? lowest + gap;
      return [...done, { label, y: Math.min(label.y, below - gap) }];
    },
    [],
  );
  ctx.save();
  ctx.font = `600 ${12 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  for (const { label, y } of placed) {
    ctx.fillStyle = label.stroke;
    ctx.fillText(label.text, bbox.left + bbox.width + 6 * ratio, y);
  }
  ctx.restore();
}
