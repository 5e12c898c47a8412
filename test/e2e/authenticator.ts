/** A virtual authenticator in a page: what a phone or laptop has built in, by the browser's own protocol for tests. */
import type { CDPSession, Page } from 'playwright-core'

const BUILT_IN = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const

/** The device that one page has its passkeys in. */
export type Device = {
  passkeys(): Promise<unknown[]>
  /** How often they were used, all together. */
  uses(): Promise<number>
  /** Whether somebody is there to touch it. */
  setPresent(isPresent: boolean): Promise<void>
  /** Whether it recognises who touches it. */
  setVerified(isVerified: boolean): Promise<void>
}

export async function attach(page: Page): Promise<Device> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options: BUILT_IN })
  const passkeys = async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials
  return {
    passkeys,
    uses: async () => (await passkeys()).reduce((sum, { signCount }) => sum + signCount, 0),
    setPresent: async (enabled) => {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    },
    setVerified: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
  }
}
