import type { Child } from 'hono/jsx'

/** A word about what just happened; nothing when there is none. */
export function Flash({ children }: { children?: Child }) {
  return children ? (
    <p class="flash" role="status">
      {children}
    </p>
  ) : null
}
