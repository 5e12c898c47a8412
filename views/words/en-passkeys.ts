import { CHALLENGE_MINUTES } from '../../src/door/passkey'

/** What is read about passkeys, by clients and by people of the studio. */
export const passkeyWords = {
  title: 'Passkeys',
  text: 'A passkey signs you in with your face, your finger or the code of your device. Nothing to remember, and nothing that could be passed on.',
  none: 'You have no passkey yet.',
  noScript: 'Adding a passkey needs JavaScript and a browser that knows passkeys.',
  line: (added: string, used: string | null) =>
    used ? `Added ${added} · last used ${used}` : `Added ${added} · not used yet`,
  /** Of one that was made in a visit to a gallery, and that no code has confirmed. */
  only: (gallery: string | null) =>
    `Opens ${gallery ? `“${gallery}”` : 'one gallery'} only, until you confirm a code when you sign in with it.`,
  one: 'Passkey',
  instead: 'Add a passkey instead',
  name: 'Name',
  aName: 'a name',
  nameHint: 'To tell it from others: where it is kept.',
  add: 'Add a passkey',
  rename: 'Rename',
  save: 'Save',
  remove: 'Remove',
  sure: (name: string) => `Remove “${name}”? It lets you in no longer.`,
  removeHint: 'Removing it here ends its use at once. Delete it in your device’s settings too.',
  full: (most: number) => `You have ${most} passkeys, as many as there can be. Remove one to add another.`,
  use: 'Use a passkey',
  added: (name: string) => `“${name}” is added. We have sent you an email about it.`,
  removed: 'The passkey is removed. We have sent you an email about it.',
  refused: `That passkey was not accepted here. It may be for something else, or it took longer than ${CHALLENGE_MINUTES} minutes. Try again, or use another way.`,
  /** By what a device shows it among others. */
  label: (email: string, studio: string) => `${email} · ${studio}`,
  /** In the browser, where it was not used. */
  failed: 'No passkey was used. Try again, or use another way.',
  already: 'This device has a passkey of yours already.',
  /** What stands beside it where it belongs to somebody of the studio, who may be a client as well. */
  staffLabel: (email: string, studio: string) => `${email} · ${studio} (studio)`,
  useMail: {
    subject: 'Sign in with your passkey',
    title: 'Sign in with your passkey',
    text: 'A login code was asked for with your address. You have a passkey, so no code is sent: the passkey alone lets you in.',
    button: 'Sign in',
    note: 'If you did not ask for it, there is nothing to do. If your passkeys are lost, whoever runs your Foyer can remove them.',
  },
  mail: {
    subject: (studio: string) => `${studio}: your passkeys have changed`,
    title: 'Your passkeys have changed',
    text: (studio: string) => `a passkey of your account at ${studio} was added or removed.`,
    now: (names: string) => `There are now: ${names}.`,
    none: 'There is none now: login codes let you in.',
    button: 'See your passkeys',
    note: 'If that was not you, remove what you do not know, and write to us: answer this email.',
  },
}
