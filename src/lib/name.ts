/** A name as far as an email address tells one: `anna.keller@example.com` → `Anna Keller`. Never empty. */
export function nameFrom(email: string): string {
  const [local = ''] = email.split(/[@+]/)
  const parts = local.split(/[\W\d_]+/u).filter(Boolean)
  return parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(' ') || local || email
}
