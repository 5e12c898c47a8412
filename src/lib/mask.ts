/** An email address so that its owner knows it and nobody else learns it: `anna@gmail.com` → `a•••@g•••.com` (R9). */
export function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@')
  const dot = domain.lastIndexOf('.')
  return `${[...local][0] ?? ''}•••@${[...domain][0] ?? ''}•••${dot > 0 ? domain.slice(dot) : ''}`
}

/** A phone number in the same way: `+43660123442` → `••• 42` (R9). */
export function maskPhone(phone: string): string {
  return `••• ${phone.replaceAll(/\D/g, '').slice(-2)}`
}
