import { describe, expect, it } from 'vitest'
import { browserOf } from '../../src/lib/user-agent'

const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
const BLINK = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const IPHONE = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${WEBKIT}`
const IPAD = `Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) ${WEBKIT}`
const MAC = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)`
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'
const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K)'
const GALAXY = 'Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007; wv)'

describe('a browser and what it runs on', () => {
  it.each([
    ['Safari on iPhone', `${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1`],
    ['Safari on iPad', `${IPAD} Version/17.7 Mobile/15E148 Safari/604.1`],
    ['Safari on Mac', `${MAC} ${WEBKIT} Version/18.5 Safari/605.1.15`],
    ['Chrome on iPhone', `${IPHONE} CriOS/138.0.7204.53 Mobile/15E148 Safari/604.1`],
    ['Chrome on Mac', `${MAC} ${BLINK} Chrome/138.0.0.0 Safari/537.36`],
    ['Chrome on Windows', `${WINDOWS} ${BLINK} Chrome/138.0.0.0 Safari/537.36`],
    ['Chrome on Android', `${ANDROID} ${BLINK} Chrome/138.0.0.0 Mobile Safari/537.36`],
    ['Chrome on Linux', `Mozilla/5.0 (X11; Linux x86_64) ${BLINK} Chrome/138.0.0.0 Safari/537.36`],
    ['Chrome on Chromebook', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${BLINK} Chrome/138.0.0.0 Safari/537.36`],
    ['Firefox on Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'],
    ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
    ['Firefox on Android', 'Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'],
    ['Firefox on iPhone', `${IPHONE} FxiOS/140.0 Mobile/15E148 Safari/605.1.15`],
    ['Edge on Windows', `${WINDOWS} ${BLINK} Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0`],
    ['Edge on Android', `${ANDROID} ${BLINK} Chrome/138.0.0.0 Mobile Safari/537.36 EdgA/138.0.0.0`],
    ['Edge on iPhone', `${IPHONE} Version/18.0 EdgiOS/138.0.3351.65 Mobile/15E148 Safari/604.1`],
    ['Samsung Internet on Android', `${ANDROID} ${BLINK} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`],
    ['Opera on Windows', `${WINDOWS} ${BLINK} Chrome/136.0.0.0 Safari/537.36 OPR/121.0.0.0`],
    ['Opera on Android', `${ANDROID} ${BLINK} Chrome/136.0.0.0 Mobile Safari/537.36 OPR/90.0.0.0`],
    [
      'Instagram on iPhone',
      `${IPHONE} Mobile/15E148 Instagram 387.0.0.34.85 (iPhone15,2; iOS 18_5; de_AT; de; scale=3.00)`,
    ],
    [
      'Instagram on Android',
      `${GALAXY} ${BLINK} Version/4.0 Chrome/137.0.7151.115 Mobile Safari/537.36 Instagram 386.0.0.46.84 Android`,
    ],
    ['WhatsApp on Android', 'WhatsApp/2.25.19.80 A Android'],
    ['WhatsApp on iPhone', `${IPHONE} Mobile/15E148 WhatsApp/25.19.76`],
    ['Facebook on iPhone', `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/517.0.0.40.107;FBBV/747]`],
    ['Chrome on Android', `${GALAXY} ${BLINK} Version/4.0 Chrome/137.0.7151.115 Mobile Safari/537.36`],
  ])('are %s', (browser, userAgent) => {
    expect(browserOf(userAgent)).toBe(browser)
  })

  it.each([
    ['nothing', ''],
    ['a program', 'curl/8.14.1'],
    ['markup', '<script>alert(1)</script>'],
    ['what comes after very much else', `${'x'.repeat(600)} Safari/604.1 (iPhone)`],
  ])('are nothing in particular where somebody sends %s', (_, userAgent) => {
    expect(browserOf(userAgent)).toBe('A browser')
  })
})
