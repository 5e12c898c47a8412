/** The field in which a new password is suggested. */

/** What the field on a page holds. */
export function inField(html: string): string {
  return (
    /name="password" value="([^"]*)"/.exec(html)?.[1] ??
    /<input id="password"[^>]* value="([^"]*)"/.exec(html)?.[1] ??
    ''
  )
}

export const FOUR_WORDS = /^[a-z]+( [a-z]+){3}$/
