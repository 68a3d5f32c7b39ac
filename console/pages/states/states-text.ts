/** Every word of the page States. */
export const STATES_TEXT = {
  title: 'States',
  connected: (on: number, all: number): string =>
    on === all ? `All ${all} members are connected.` : `${on} of ${all} members are connected.`,
  stopped: (count: number): string =>
    count === 1
      ? 'One does not get what is sent to it.'
      : `${count} do not get what is sent to them.`,
  own: 'How other states are reached only they and the national office see.',
  empty: 'No state is like this.',
} as const;
