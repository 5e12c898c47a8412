/** What clients read. A second language is one more file of this shape. */
export const words = {
  cover: {
    view: 'View the gallery',
    notMe: 'It’s not me, view as a guest',
    once: (name: string) => `Opens for ${name} on this device, for 24 hours.`,
    photographs: (count: number) => (count === 1 ? '1 photograph' : `${count} photographs`),
  },
  refused: {
    'other-device': {
      title: 'Opened in another browser',
      text: 'This link was opened before, in another browser or on another device, and it belongs to that one.',
    },
    stale: {
      title: 'This link has run out',
      text: 'A link opens a gallery for 24 hours. These have passed.',
    },
    withdrawn: {
      title: 'This link no longer works',
      text: 'It was withdrawn, or there never was one at this address.',
    },
    askForNew: (studio: string) => `Ask ${studio} for a new one. It takes them a moment, and nothing is lost.`,
    unpublished: {
      title: 'Not open yet',
      text: (studio: string) => `${studio} is still preparing this gallery. Your link keeps; come back with it later.`,
    },
    closed: {
      title: 'This gallery is closed',
      text: (studio: string) => `Its time is over. Ask ${studio} if you need it again.`,
    },
    noCookies: {
      title: 'This browser keeps no cookies',
      text: 'Without them it can’t hold your place. Open the link in Safari, Chrome or Firefox; it is still good.',
    },
    guestsClosed: {
      title: 'No guests here for now',
      text: (studio: string) => `${studio} does not admit guests to this gallery.`,
    },
  },
  door: {
    title: 'Private gallery',
    text: (studio: string) => `Open it with the link that ${studio} sent you. It is in your email.`,
    lost: (studio: string) => `Can’t find it, or it has run out? Ask ${studio} for a new one.`,
    write: 'Write to the photographer',
  },
  gallery: {
    account: 'You',
    hereAs: (name: string) => `You are here as ${name}`,
    hereAsGuest: 'You are here as a guest',
    leave: 'Leave on this device',
    left: 'You have left this gallery on this device.',
    empty: 'The photographs will be here soon.',
    photo: (number: number, total: number) => `Photograph ${number} of ${total}`,
  },
  home: {
    text: 'Your gallery opens with the link in your email.',
    studio: 'For the studio',
  },
  share: {
    text: (name: string, title: string, url: string) =>
      `Dear ${name}, your gallery “${title}” is ready: ${url} The link is yours alone and opens for 24 hours.`,
  },
  mail: {
    subject: (title: string) => `${title}: your photographs`,
    hello: (name: string) => `Dear ${name},`,
    text: (title: string) => `your gallery “${title}” is ready.`,
    button: 'View the gallery',
    note: 'This link is yours alone. It opens for 24 hours, in the first browser you use it in.',
    reply: (studio: string) => `Something not working? Reply to this email and ${studio} will send you a new one.`,
  },
}
