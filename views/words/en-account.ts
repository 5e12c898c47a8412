/** What clients read about their own account: in the portal, and in the mails about it. */
export const accountWords = {
  title: 'Account',
  name: 'Name',
  email: 'Email',
  phone: 'Phone',
  password: 'Password',
  noPhone: 'None on file.',
  noPassword: 'None yet. Login codes let you in.',
  passwordSince: (day: string) => `Set on ${day}.`,
  pending: (address: string) => `A link is on its way to ${address}. Until it is opened, this one stays.`,
  change: 'Change',
  changeWhat: { name: 'Change your name', email: 'Change your email', phone: 'Change your phone' },
  changePassword: { set: 'Change your password', none: 'Set a password' },
  set: 'Set',
  back: 'Back to your account',
  more: 'More',
  passkeys: { title: 'Passkeys', text: 'Sign in with a fingerprint, your face or the lock of your phone.' },
  devices: { title: 'Devices', text: 'Where you are signed in. Sign out one, or all.' },
  privacy: { title: 'Your data', text: (studio: string) => `What ${studio} knows about you.` },
  details: {
    title: 'Name and phone',
    phoneHint: 'With the country code: +43 660 1234567. May stay empty. Login codes can go there by SMS.',
    save: 'Save',
    saved: 'Saved.',
    meanwhile:
      'Somebody changed this while you were writing. Nothing of yours is saved yet: look at what is on file now, then save again.',
    now: (value: string) => `On file now: ${value}`,
    nothing: 'nothing',
  },
  newPassword: {
    title: { set: 'Change your password', none: 'Set a password' },
    text: 'It signs you out everywhere but here. Login codes go on working.',
    save: 'Save this password',
    saved: 'Your password is saved. Everywhere else, you are signed out.',
  },
  passwordMail: {
    subject: (studio: string) => `${studio}: your password was changed`,
    title: 'Your password was changed',
    text: (studio: string, moment: string) =>
      `the password of your account at ${studio} was set on ${moment}. Links and codes from before no longer work.`,
    yours: 'If that was you, there is nothing to do.',
    notYours:
      'If it was not, choose a new password now: that signs out everybody else. Then look through the devices in your account.',
    button: 'Choose a new password',
    devices: (url: string) => `Your devices: ${url}`,
  },
}
