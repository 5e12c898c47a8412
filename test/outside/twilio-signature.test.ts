import { expect, it } from 'vitest'
import { isSignedByTwilio } from '../../src/outside/twilio-signature'
import { signature } from '../helpers/sms'

/** The example by which Twilio's own libraries are tested. */
const KEY = '12345'
const URL_ = 'https://mycompany.com/myapp.php?foo=1&bar=2'
const FORM = {
  ...{ CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234', From: '+14158675309' },
  ...{ To: '+18005551212' },
}
const SIGNATURE = 'RSOYDt4T1cUTdK1PDd93/VVr8B8='

const form = (over: Record<string, string> = {}) => new URLSearchParams({ ...FORM, ...over })

it('knows Twilio’s signature', async () => {
  expect(await isSignedByTwilio(KEY, SIGNATURE, URL_, form())).toBe(true)
})

it('knows it in whatever order the form comes', async () => {
  const backwards = new URLSearchParams([...form()].reverse())
  expect(await isSignedByTwilio(KEY, SIGNATURE, URL_, backwards)).toBe(true)
})

it('knows it with the port in the address, which Twilio writes or leaves away', async () => {
  const named = signature('https://mycompany.com:443/myapp.php?foo=1&bar=2', FORM, KEY)
  expect(await isSignedByTwilio(KEY, named, URL_, form())).toBe(true)
  const unnamed = signature('http://localhost/hooks', FORM, KEY)
  expect(await isSignedByTwilio(KEY, unnamed, 'http://localhost:8787/hooks', form())).toBe(true)
})

it.each([
  ['another key', '12346', SIGNATURE, URL_, form()],
  ['another address', KEY, SIGNATURE, 'https://mycompany.com/myapp.php?foo=1', form()],
  ['another host', KEY, SIGNATURE, URL_.replace('mycompany', 'elsewhere'), form()],
  ['another value', KEY, SIGNATURE, URL_, form({ Digits: '1235' })],
  ['one value more', KEY, SIGNATURE, URL_, form({ Extra: '1' })],
  ['no signature', KEY, '', URL_, form()],
  ['another signature', KEY, 'RSOYDt4T1cUTdK1PDd93/VVr8B9=', URL_, form()],
  ['the signature in small letters', KEY, SIGNATURE.toLowerCase(), URL_, form()],
])('does not know it with %s', async (_, key, signed, url, sent) => {
  expect(await isSignedByTwilio(key, signed, url, sent)).toBe(false)
})
