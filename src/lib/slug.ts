/** A text as a path segment: lower case letters, digits and hyphens, 60 characters at most; may come out empty. */
export function slugify(text: string): string {
  return text
    .replaceAll('&', ' and ')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '')
}
