import { moment } from '../../words/time.ts';

/** Every word of the page Now. */
export const NOW_TEXT = {
  title: 'Now',
  stale: (clock: string): string =>
    `The hub cannot be reached. What you see is of ${clock}; it may be otherwise by now.`,
  map: {
    title: 'Oldest undelivered, by state',
    legend:
      'The number says how long the oldest that a state does not have yet has waited; – nothing waits, ! failed, off not connected. Red with a frame: nothing is sent to it now. Arrow keys move, Enter opens the state.',
  },
  traffic: {
    title: 'The last 24 hours, by the hour',
    accepted: 'accepted',
    delivered: 'delivered',
    failed: 'failed',
    since: (iso: string): string => `since ${moment(iso)}`,
    soFar: 'Of these in the hour under way, dotted:',
    underWay: 'under way',
    seeFailed: 'See the failures',
    yesterday: 'faint: the day before',
    table: 'The same as a table',
    caption: 'Activities by the hour in which they were accepted, with the day before',
    empty: 'Nothing was accepted in the last two days.',
  },
  incidents: {
    title: 'Incidents',
    open: (count: number): string => `${count} open`,
    empty: 'No incident is open.',
    all: 'All incidents',
  },
  rules: {
    title: 'Slowest answers by rule',
    period: 'this quarter',
    empty: 'No dated duty was answered or is late this quarter.',
  },
  expiring: {
    title: 'Expiring within 30 days',
    empty: 'Nothing runs out within 30 days.',
  },
  matrix: {
    title: 'From state to state',
    state: 'State',
    everyState: 'All states',
    chooseFirst: 'Choose a state to see whom it exchanges with.',
    period: 'Accepted in',
    show: 'Show',
    caption: 'Rows send, columns receive. Each number leads to its messages.',
    keys: 'Arrow keys move between numbers. An empty cell: nothing was sent.',
    empty: 'Nothing was exchanged in this time.',
  },
} as const;
