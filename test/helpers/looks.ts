/** Browsers that look like something, somewhere. */
import { Browser } from './browser'

const USER_AGENTS = {
  'Safari on iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Firefox on Windows': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
}

/** An iPhone in Vienna. */
export function iPhone(): Browser {
  return looking('Safari on iPhone', { city: 'Vienna', country: 'AT' })
}

/** A computer in Graz. */
export function computer(): Browser {
  return looking('Firefox on Windows', { city: 'Graz', country: 'AT' })
}

function looking(name: keyof typeof USER_AGENTS, place: Browser['place']): Browser {
  const browser = new Browser()
  browser.userAgent = USER_AGENTS[name]
  browser.place = place
  return browser
}
