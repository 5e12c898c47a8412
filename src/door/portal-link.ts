/** R32 */
export const PORTAL_LINK_OPENS_MINUTES = 30

/**
 * What became of a link into the portal: it opens, somebody used it, a newer one took its place, its time is over, or its
 * client has another address by now.
 */
export type PortalLinkState = 'open' | 'used' | 'replaced' | 'over' | 'moved'

/** Whether a link into the portal still opens, and if not, why (R32). Pure; the claim's own statement asks once more. */
export function portalLinkStateOf(
  link: { issuedAt: Date; opensUntil: Date; usedAt: Date | null },
  client: { emailSince: Date | null },
  now: Date,
): PortalLinkState {
  if (client.emailSince && client.emailSince > link.issuedAt) return 'moved'
  if (link.usedAt) return 'used'
  if (link.opensUntil <= link.issuedAt) return 'replaced'
  return link.opensUntil > now ? 'open' : 'over'
}
