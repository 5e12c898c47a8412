import { type Channel, CODE_VALID_MINUTES } from '../../src/door/code'
import { LINK_OPENS_HOURS } from '../../src/door/link'
import { PASSWORD_LENGTH } from '../../src/door/password'
import { RESET_OPENS_MINUTES } from '../../src/door/reset'
import { accountWords } from './en-account'
import { approvalWords } from './en-approval'
import { passkeyWords } from './en-passkeys'
import { portalWords } from './en-portal'

/** A number of seconds, from two minutes on in minutes, from three hours on in hours: `4 seconds`, `15 minutes`, `19 hours`. */
function duration(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  const [amount, unit] =
    seconds < 120 ? [seconds, 'second'] : minutes < 180 ? [minutes, 'minute'] : [Math.ceil(minutes / 60), 'hour']
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(amount)
}

/** What clients read. A second language is one more file of this shape. */
export const words = {
  portal: portalWords,
  approval: approvalWords,
  passkeys: passkeyWords,
  clientAccount: accountWords,
  cover: {
    view: 'View the gallery',
    notMe: 'It’s not me, view as a guest',
    once: (name: string) => `Opens for ${name} on this device, for ${LINK_OPENS_HOURS} hours.`,
    photographs: (count: number) => (count === 1 ? '1 photograph' : `${count} photographs`),
  },
  refused: {
    withdrawn: {
      title: 'This link no longer works',
      text: 'It was withdrawn, or there never was one at this address.',
    },
    noCookies: {
      title: 'This browser keeps no cookies',
      text: 'Without them it can’t hold your place. Open the link in Safari, Chrome or Firefox.',
    },
    guestsClosed: {
      title: 'No guests here for now',
      text: (studio: string) => `${studio} does not admit guests to this gallery.`,
    },
  },
  notOpen: {
    opens: (moment: string, zone: string) => `Not open yet. Opens ${moment} (${zone}).`,
    preparing: (studio: string) => `Not open yet. ${studio} is still preparing it.`,
    comeBack: 'Come back with your link then; should it have run out, a code takes its place.',
    comeBackHere: 'Come back then: you find it here, and among your galleries.',
    tell: 'Tell me when it opens',
    registered: 'You will get one email when it opens.',
    to: (address: string) => `The email will go to ${address}.`,
  },
  closed: {
    since: (day: string) => `This gallery is closed. It was open until ${day}.`,
    ask: 'Ask for more time',
    to: (address: string) => `The answer will go to ${address}.`,
    asked: (studio: string) => `${studio} has been told. You get an email if the gallery opens again.`,
  },
  ask: {
    other: 'Use another address',
    missing: 'Give an email address.',
    full: 'So many have asked already that no more can be noted. Write to the photographer.',
    tooOften: (wait: string) => `That was often from one browser. Try again ${wait}.`,
    tooMany: (wait: string) => `That was often from one network. Try again from another one, or ${wait}.`,
  },
  code: {
    titles: { email: 'Check your email', sms: 'Check your phone' },
    label: 'Login code',
    enter: 'Go in',
    again: 'Send another code',
    sent: (link: { because: 'stale' | 'other-device'; maskedEmail: string; maskedPhone: string | null }, by: Channel) =>
      `${words.code.because[link.because]} We have sent a six-digit code to ${by === 'sms' ? link.maskedPhone : link.maskedEmail}. It works for ${CODE_VALID_MINUTES} minutes.`,
    instead: (by: Channel, link?: { maskedEmail: string; maskedPhone: string | null }) =>
      by === 'sms'
        ? `Text it to ${link?.maskedPhone ?? 'the phone on file'} instead`
        : `Send it to ${link?.maskedEmail ?? 'the email'} instead`,
    because: {
      'other-device': 'This link was opened before, in another browser or on another device.',
      stale: `This link has run out: it opened for ${LINK_OPENS_HOURS} hours.`,
    },
    asked: (address: string, by: Channel) =>
      by === 'sms'
        ? `If ${address} is invited to this gallery and a phone is on file, a six-digit code is on its way to it. It works for ${CODE_VALID_MINUTES} minutes.`
        : `If ${address} is invited to this gallery, a six-digit code is on its way. It works for ${CODE_VALID_MINUTES} minutes.`,
    askedByStaff: (address: string) =>
      `If ${address} belongs to a studio here, a six-digit code is on its way. It works for ${CODE_VALID_MINUTES} minutes.`,
    /** Why a right password or passkey leads here. */
    proves: {
      password: 'This password was made in a gallery, so a code confirms once that it is yours.',
      passkey: 'This passkey was made in a gallery, so a code confirms once that it is yours.',
    },
    six: 'A login code has six digits.',
    wrong: 'That isn’t the code. Look again, or have another one sent.',
    over: 'This code no longer works. Have another one sent.',
    wait: 'That was too often for now. Codes are accepted again within the hour, at the latest tomorrow.',
    tooOften: (wait: string) =>
      `A code was sent already. Look for it, among the spam too; another one can be sent ${wait}.`,
    other: 'Use another address',
  },
  channel: {
    title: 'A code lets you in',
    text: 'How shall we send it?',
    sms: (phone: string) => `By SMS to ${phone}`,
    email: (address: string) => `By email to ${address}`,
  },
  password: {
    title: 'Welcome back',
    of: (address: string) => `Enter the password of ${address}.`,
    label: 'Password',
    enter: 'Go in',
    missing: 'Enter your password.',
    wrong: 'That isn’t the password. Try again, or have a login code sent.',
    wrongPair: 'This email and password do not open this gallery. Try again, or have a login code sent.',
    wait: 'That was too often for now. Have a login code sent, or try again within the hour.',
    use: 'Use your password',
    useInstead: 'Use a password instead',
    codeInstead: 'Send me a login code instead',
    forgot: 'Forgot your password?',
    none: 'No password yet?',
  },
  newPassword: {
    label: 'New password',
    hint: `Four words, made for you. Keep them, or type ${PASSWORD_LENGTH.min} characters or more of your own.`,
    another: 'Suggest other words',
    refused: {
      short: `This is too short: ${PASSWORD_LENGTH.min} characters or more, please. Four words make a good one.`,
      long: `This is too long: ${PASSWORD_LENGTH.max} characters at most.`,
      common: 'Many people think of this one, so it is tried first. Choose another one.',
      breached: 'This one is known from a break-in at some other site, so it is tried first. Choose another one.',
      'own-name': 'This is little more than a name that others know too. Choose another one.',
    },
  },
  account: {
    before: {
      title: 'Your account',
      text: (studio: string) =>
        `${studio} asks for an account before the photographs: your email and a password, for this gallery and every later one.`,
      save: 'Make my account and see the photographs',
    },
    later: {
      title: 'Add a password',
      text: (_studio: string) => 'With it you come in by yourself when a link has run out. Login codes go on working.',
      save: 'Save this password',
    },
    email: (email: string) => `Your email is ${email}.`,
    add: 'Add a password',
    saved: (email: string) => `Your password is saved. From now on you can sign in with ${email} and this password.`,
    savedPasskey: 'Your passkey is saved. From now on you can sign in with it.',
    back: 'Back to the photographs',
  },
  invitation: {
    title: 'Come back without a link',
    text: (email: string) => `Links run out. With ${email} and a password you come in by yourself, whenever you like.`,
    decline: 'Not now',
  },
  reset: {
    title: 'A new password',
    text: (studio: string) =>
      `Forgot your password, or have none yet? Give the email address that ${studio} has of you: we send a link to it.`,
    send: 'Send me the link',
    sent: {
      title: 'Check your email',
      text: (email: string, studio: string) =>
        `If ${studio} knows ${email}, a link is on its way. It works once, for ${RESET_OPENS_MINUTES} minutes.`,
      wait: 'Nothing there? Look among the spam; another one can be sent in a minute, five in an hour.',
      again: 'Use another address',
    },
    set: {
      title: 'Choose a password',
      text: (email: string) => `It is for ${email}. Whoever is signed in as you elsewhere is signed out.`,
      save: 'Set this password',
    },
    done: {
      title: 'Your password is set',
      text: (email: string) => `You sign in with ${email} and this password now. All other devices are signed out.`,
      signIn: (gallery: string) => `Sign in to “${gallery}”`,
      home: (studio: string) => `To ${studio}`,
    },
    used: {
      title: 'This link was used',
      text: 'A password was set with it. If that was not you, ask for a new link and set another one.',
    },
    over: {
      title: 'This link has run out',
      text: `It works for ${RESET_OPENS_MINUTES} minutes, and no longer once a password was set.`,
    },
    again: 'Get a new link',
  },
  door: {
    title: 'Private gallery',
    text: (studio: string) => `Open it with the link that ${studio} sent you, or have a code sent to your email.`,
    email: 'Email',
    send: 'Send me a code',
    write: 'Write to the photographer',
  },
  identify: {
    wall: {
      title: 'Welcome',
      text: (studio: string) => `Leave your name and email, so that ${studio} knows who looked.`,
    },
    own: {
      title: 'Who is looking?',
      text: (studio: string) => `Leave your name and email, so that ${studio} knows who looked.`,
    },
    account: {
      title: 'Make an account or sign in',
      text: (_studio: string) => 'What you choose here is then kept for you, on every device.',
    },
    before: {
      favourite: {
        title: 'Keep your favourites',
        text: (_studio: string) =>
          'Say who you are, and you find them on every device. Without it they stay on this one.',
      },
      cart: {
        title: 'Keep your cart',
        text: (_studio: string) =>
          'Say who you are, and you find it on every device. Without it, it stays on this one.',
      },
      'save-design': {
        title: 'Save your design',
        text: (_studio: string) => 'Say who you are, and you find it again on every device.',
      },
      order: {
        title: 'Before you order',
        text: (studio: string) => `${studio} needs to know who orders.`,
      },
      download: {
        title: 'Before you download',
        text: (studio: string) => `${studio} would like to know who downloads photographs.`,
      },
      share: {
        title: 'Before you share',
        text: (studio: string) => `${studio} would like to know who shares photographs.`,
      },
    },
    what: {
      email: 'This makes no account, and there is no password.',
      account: 'Your email is enough: we send a six-digit code to it. A password is up to you.',
    },
    name: 'Name',
    enter: { wall: 'See the photographs', own: 'Leave my name', before: 'Go on' },
    signIn: 'Were you invited? Sign in instead',
    notNow: 'Not now',
    back: 'Back to the photographs',
    thanks: (name: string) => `Thank you, ${name}.`,
    sent: (address: string) =>
      `A six-digit code is on its way to ${address}. It works for ${CODE_VALID_MINUTES} minutes and shows that the address is yours.`,
  },
  terms: {
    title: 'Media usage terms',
    text: (studio: string) => `${studio} shares these photographs with you under the terms below.`,
    changed: (studio: string) =>
      `${studio} has changed these terms since you accepted them. Once you accept the new ones, the gallery opens as before.`,
    meanwhile: 'The terms were changed while you were reading, so nothing was accepted. These are the new ones.',
    accept: 'I accept these terms',
    leave: 'Not now, leave the gallery',
  },
  proof: {
    working: 'Getting the door ready…',
    ready: 'Ready.',
    noScript: 'This browser does not run the script that it takes. Sign in with your email instead.',
    failed: 'This browser can’t get the door ready. Sign in with your email instead.',
  },
  sure: { keep: 'Keep it' },
  wait: {
    /** `#` stands for the time where script counts it. */
    in: (time: string) => `in ${time}`,
    after: (seconds: number) => words.wait.in(duration(seconds)),
  },
  pin: {
    text: 'Enter the PIN your photographer gave you.',
    changed: 'The PIN has changed since you were here. Enter the new one.',
    label: 'Gallery PIN',
    open: 'Open the gallery',
    digits: 'A gallery PIN has 4 to 12 digits and nothing else.',
    wrong: 'That isn’t the gallery PIN. Try again; nothing is locked.',
    'guest-code': 'That is the guest code; the gallery PIN is the other one. Nothing is locked.',
    wait: 'This try was not looked at, as the ones before it were wrong. Nothing is locked.',
    attacked:
      'Many wrong PINs are being tried at this gallery just now, so newcomers have to wait. If you were invited yourself, sign in with your email instead.',
    prove:
      'Many wrong PINs are being tried at this gallery just now. Your browser does a little work first; then open it.',
    again: (wait: string) => `Try again ${wait}.`,
    now: 'Try again now.',
    none: 'No PIN?',
    signIn: 'Sign in with your email',
    or: 'or',
    ask: 'ask the photographer',
  },
  gallery: {
    account: 'You',
    hereAs: (name: string) => `You are here as ${name}`,
    hereAsGuest: 'You are here as a guest',
    hereAsNamedGuest: (name: string) => `You are here as a guest, ${name}`,
    identify: 'Tell us who you are',
    makeAccount: 'Make an account or sign in',
    leave: 'Sign out on this device',
    hereAsStudio: 'You look at it as the studio',
    toStudio: 'Back to the studio',
    left: 'You have left this gallery on this device.',
    empty: 'The photographs will be here soon.',
    photo: (number: number, total: number) => `Photograph ${number} of ${total}`,
  },
  home: {
    listed: 'Galleries',
    text: 'Your gallery opens with the link in your email, or from here.',
    noHome: 'Your gallery opens with the link in your email.',
    codeTitle: 'A guest code?',
    code: 'Guest code',
    hint: 'It was said aloud, or stood on a card.',
    open: 'Find the gallery',
    unknown: 'We know no gallery by that code. Look at it again; capitals and spaces make no difference.',
    wait: 'That was too often for now. The box takes codes again within the hour, at the latest tomorrow. A link always opens.',
    studio: 'For the studio',
  },
  sharing: {
    open: 'Share',
    title: 'Share the photographs',
    text: (title: string) => `Show “${title}” to family and friends. They look as guests.`,
    byLink: 'By a link',
    link: 'Guest link',
    linkText: (asksPin: boolean) =>
      `It works for whoever has it, on every device.${asksPin ? ' They are asked for the gallery’s PIN: give it to them separately.' : ''}`,
    qr: 'To scan with a phone',
    byEmail: 'By email',
    name: 'Their name',
    email: 'Their email',
    invite: 'Send an invitation',
    sent: (name: string) => `An invitation is on its way to ${name}.`,
    tooMany: 'That was very many for one day. More invitations can go out tomorrow.',
  },
  share: {
    text: (name: string, title: string, url: string) =>
      `Dear ${name}, your gallery “${title}” is ready: ${url} The link is yours alone and opens for ${LINK_OPENS_HOURS} hours.`,
    guest: (title: string, url: string) => `The photographs of “${title}” are here: ${url}`,
    invited: (title: string, url: string) => `You are invited to the gallery “${title}”: ${url}`,
    guestCode: (title: string, home: string, code: string) =>
      `The photographs of “${title}” are at ${home}. The guest code is: ${code}`,
  },
  /** Mails about opening and closing. */
  times: {
    openSubject: (title: string) => `${title}: the gallery is open`,
    open: (title: string) => `The gallery “${title}” is open.`,
    until: (day: string) => `You can look at it until ${day}.`,
    asked: 'You get this email because this address was left at its door. If that was not you, there is nothing to do.',
    closingSubject: (title: string, day: string) => `${title}: open until ${day}`,
    closing: (title: string, day: string) => `your gallery “${title}” will close: its last day is ${day}.`,
  },
  mail: {
    subject: (title: string) => `${title}: your photographs`,
    guestSubject: (title: string) => `${title}: the photographs`,
    hello: (name: string) => `Dear ${name},`,
    text: (title: string) => `your gallery “${title}” is ready.`,
    guestText: (title: string) => `you are invited to see the photographs of “${title}”.`,
    button: 'View the gallery',
    note: `This link is yours alone. It opens for ${LINK_OPENS_HOURS} hours, in the first browser you use it in.`,
    reply: (studio: string) => `Something not working? Reply to this email and ${studio} will send you a new one.`,
  },
  resetMail: {
    subject: (studio: string) => `${studio}: your password`,
    title: 'Choose a password',
    text: (studio: string) => `here is the link to set a password for your galleries at ${studio}.`,
    button: 'Choose a password',
    note: `It works once, for ${RESET_OPENS_MINUTES} minutes. If you did not ask for it, there is nothing to do: nothing changes.`,
  },
}
