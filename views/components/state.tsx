import type { Child } from 'hono/jsx'

export type Tone = 'good' | 'wait' | 'bad' | 'none'

/** A state as a coloured dot plus words, never colour alone. */
export function State({ tone, children }: { tone: Tone; children?: Child }) {
  return <span class={`state ${tone}`}>{children}</span>
}
