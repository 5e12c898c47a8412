/** An answer as somebody sees it who compares two of them. */

export type Answer = { status: number; headers: [string, string][]; body: string }

/**
 * Status, headers and body, with what is random in every answer masked: nonces, and the values of cookies, of which
 * the length remains.
 * @param secrets what differs by nature between the two: a token in the page, an address that was typed
 */
export async function whole(response: Response, secrets: string[] = []): Promise<Answer> {
  const mask = (text: string) =>
    secrets
      .filter(Boolean)
      .reduce((left, secret) => left.replaceAll(secret, '[secret]'), text)
      .replaceAll(/nonce(-|=")[\w+/=]+/g, 'nonce[random]')
      .replaceAll(/(__(?:Host|Secure)-\w+=)([^;]*)/g, (_, name, value) => `${name}[${value.length} letters]`)
  const headers = [...response.headers].map(([name, value]): [string, string] => [name, mask(value)])
  return { status: response.status, headers: headers.sort(), body: mask(await response.text()) }
}
