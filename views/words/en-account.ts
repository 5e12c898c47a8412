import { EMAIL_CONFIRM_MINUTES, EMAIL_REVERT_HOURS } from '../../src/door/email-change'

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
    phoneHint: 'With the country code: +43 660 1234567. May stay empty.',
    phoneSms: 'Login codes can go there by SMS.',
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
  phoneMail: {
    subject: (studio: string) => `${studio}: your phone number was changed`,
    title: 'Your phone number was changed',
    text: (studio: string, moment: string) =>
      `the phone number of your account at ${studio} was changed on ${moment}. Login codes can go there by SMS.`,
    yours: 'If that was you, there is nothing to do.',
    notYours: `If it was not, choose a new password within ${EMAIL_REVERT_HOURS} hours: that removes the number and signs out everybody else. Then look through the devices in your account.`,
    button: 'Choose a new password',
    devices: (url: string) => `Your devices: ${url}`,
  },
  newEmail: {
    title: 'Change your email',
    text: (current: string) =>
      `It is ${current} now. A link goes to the new address; once it is opened there, the new one counts, and the old one is told.`,
    label: 'New email',
    send: 'Send the link',
    same: 'This is the address on file.',
    wait: (wait: string) => `That was often. Another link can be sent ${wait}.`,
    sent: (address: string) =>
      `A link is on its way to ${address}. Open it within ${EMAIL_CONFIRM_MINUTES} minutes; until then nothing changes.`,
  },
  confirm: {
    title: 'Confirm your new email',
    whose: 'Is this your account?',
    text: (address: string, studio: string) => `${address} becomes the address of your account at ${studio}.`,
    asked: (name: string, from: string, address: string, studio: string) =>
      `${name} (${from}) wants to use ${address} for their account at ${studio}.`,
    isYours: (address: string, studio: string) =>
      `Say yes only if that is you: whoever has this account sees all that ${studio} shares with ${address} from now on.`,
    ends: 'You stay signed in here and nowhere else. Links and codes sent to the address before no longer work.',
    endsElsewhere:
      'If you say yes, you are signed out everywhere, also where you asked for it: sign in again with the new address. Links and codes sent to the address before no longer work.',
    button: 'Confirm this address',
    yes: 'Yes, this is my account',
    no: 'No, I did not ask for this',
    done: {
      title: 'Your email is changed',
      text: (address: string, studio: string) =>
        `${studio} writes to ${address} from now on, and you sign in with it. The address before was told.`,
      elsewhere: 'Where you asked for it you are signed out. Sign in there again, with the new address.',
      go: 'Go to your galleries',
    },
    refused: {
      title: 'Nothing was changed',
      text: (studio: string) =>
        `Thank you. The link no longer works, and nobody’s account at ${studio} has your address by it.`,
    },
    over: {
      title: 'This link no longer works',
      text: `It confirms an address once, within ${EMAIL_CONFIRM_MINUTES} minutes, and only the newest link counts. Nothing was changed.`,
      again: 'Ask for a new one',
    },
  },
  revert: {
    title: 'Take back the change',
    text: (address: string, studio: string) => `${address} becomes the address of your account at ${studio} again.`,
    ends: `Everybody is signed out, you too. Links and codes that were sent end. So that nobody comes back by them, passkeys and a password added since or in the ${EMAIL_REVERT_HOURS} hours before, and the phone on file, are removed.`,
    button: 'Take it back and sign everyone out',
    done: {
      title: 'The change is taken back',
      text: (address: string) => `${address} is your address again, and everybody is signed out. Sign in anew.`,
      signIn: 'Sign in',
      password: 'Choose a new password',
    },
    over: {
      title: 'This link no longer works',
      text: (studio: string) =>
        `It takes a change back once, within ${EMAIL_REVERT_HOURS} hours. If your account is not as it should be, write to ${studio}.`,
    },
    taken: {
      title: 'This needs your photographer',
      text: (studio: string) =>
        `Somebody else has this address at ${studio} by now, so the change can’t be taken back by itself. Write to ${studio}.`,
    },
  },
  confirmMail: {
    subject: (studio: string) => `${studio}: confirm your email`,
    title: 'Confirm your email',
    text: (name: string, from: string, studio: string) =>
      `${name} (${from}) is signed in at ${studio} and wants to use this address for their account. If that is you, confirm it.`,
    notYours:
      'If it is not, do not confirm it: your address would belong to somebody else’s account. There is nothing else to do.',
    button: 'Confirm this address',
    note: `The link works once, for ${EMAIL_CONFIRM_MINUTES} minutes.`,
  },
  takenMail: {
    subject: (studio: string) => `${studio}: your email`,
    title: 'Somebody asked for this address',
    text: (studio: string) => [
      `Somebody who is signed in at ${studio} asked to use this address for their account. It belongs to an account already, or did until a few days ago, so nothing was changed.`,
      'If that was you, sign in with this address instead.',
    ],
    button: 'Sign in',
    note: 'If that was not you, there is nothing to do.',
  },
  changedMail: {
    subject: (studio: string) => `${studio}: your email was changed`,
    title: 'Your email was changed',
    text: (studio: string, moment: string) =>
      `Your account at ${studio} has had another address since ${moment}. From now on you sign in with that one.`,
    yours: 'If that was you, there is nothing to do.',
    notYours: 'If it was not, take the change back: this address is yours again, and everybody is signed out.',
    button: 'Take the change back',
    note: `The link works once, for ${EMAIL_REVERT_HOURS} hours.`,
  },
  replacedMail: {
    subject: (studio: string) => `${studio}: your email was changed`,
    title: 'Your email was changed',
    text: (studio: string, moment: string) =>
      `Your account at ${studio} has had another address since ${moment}. From now on you sign in with that one.`,
    yours: 'If that was you, there is nothing to do.',
    notYours: (studio: string) =>
      `If it was not, answer this email: it reaches ${studio}. The change can be taken back from the address that the account had before this one, for ${EMAIL_REVERT_HOURS} hours; a link went there.`,
  },
  revertedMail: {
    subject: (studio: string) => `${studio}: this address no longer belongs to an account`,
    title: 'A change of address was taken back',
    text: (studio: string, moment: string) =>
      `On ${moment} the account at ${studio} that had this address got its address from before again. Everybody was signed out, and this address no longer lets anybody in.`,
    yours: 'If that was you, there is nothing to do.',
    notYours: (studio: string) => `If it was not, answer this email: it reaches ${studio}.`,
  },
  erasedMail: {
    subject: (studio: string) => `${studio}: your data is erased`,
    title: 'Your data is erased',
    text: (studio: string, moment: string) =>
      `On ${moment} everything that ${studio} knew about you here was erased, as you asked for in your account, and every gallery closed for you. This address was kept for this email and is removed with it.`,
    yours: 'If that was you, there is nothing to do.',
    notYours: (studio: string) =>
      `If it was not, answer this email: it reaches ${studio}, who can invite you to your galleries again.`,
  },
}
