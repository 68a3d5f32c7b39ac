/** Words of the own security keys. */
export const KEYS = {
  title: 'Security keys and passkeys',
  text: 'Instead of the code of your phone you may use a key: a small device, or one that this computer or phone keeps. One that asks for your finger, face or PIN also signs you in without a password.',
  none: 'You have none.',
  caption: 'Your security keys',
  name: 'Name',
  added: 'Added',
  used: 'Last used',
  never: 'not yet',
  remove: 'Remove',
  blocked:
    'blocked: it may have been copied. Remove it, and tell your administrator if you did not copy it',
  add: 'Add a key',
  newName: 'Name for the new key',
  newNameHint: 'By which you know it again, as “blue key” or “office laptop”.',
  password: 'Your password',
  code: 'Code of your authenticator app',
  codeHint: 'Asked for again, so that nobody adds a key to your open page.',
  confirm: 'Add it',
  done: 'The key is added.',
  removed: 'The key is removed.',
} as const;
