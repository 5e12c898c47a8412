/** The alphabet of SMS (GSM 03.38): 160 septets to a message; one letter outside it, and only 70 fit. */

const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
/** Two septets each. */
const EXTENDED = '^{}\\[~]|€'
const STAND_INS: Record<string, string> = {
  ...{ '‘': "'", '’': "'", '‚': "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '–': '-', '—': '-', '‑': '-' },
  ...{ '…': '...', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', œ: 'oe', Œ: 'OE', ı: 'i', ẞ: 'SS' },
}

/** A line in letters that SMS has: accents that it lacks are left away, and so is what has no likeness in it. */
export function gsm(text: string): string {
  const letters = [...text.normalize('NFC').replaceAll(/\s+/g, ' ')]
  const ours = letters.map((letter) => (septets(letter) > 0 ? letter : likeness(letter))).join('')
  return ours.replaceAll(/ +/g, ' ').trim()
}

/** How much of a message a text takes, in septets; what is not in the alphabet counts nothing. */
export function septets(text: string): number {
  return [...text].reduce((sum, letter) => sum + (BASIC.includes(letter) ? 1 : EXTENDED.includes(letter) ? 2 : 0), 0)
}

function likeness(letter: string): string {
  const [plain = ''] = letter.normalize('NFD')
  return STAND_INS[letter] ?? (septets(plain) ? plain : '')
}
