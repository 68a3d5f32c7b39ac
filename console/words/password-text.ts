/** What is said wherever a password is chosen. */
export const PASSWORD_TEXT = {
  label: 'New password',
  hint: 'At least 15 characters. Four words that have nothing to do with each other are good; blanks count. No digits or signs are asked for.',
  more: (count: number): string => `${count} more ${count === 1 ? 'character' : 'characters'}.`,
  show: 'Show the password',
  hide: 'Hide the password',
} as const;
