/** A text by which names sort as people expect: `img_2` before `IMG_10`. Digit runs are padded to 12 places. */
export function sortKey(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/\d+/g, (digits) => digits.padStart(12, '0'))
}
