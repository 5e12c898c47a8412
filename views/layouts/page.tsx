import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'

export type PageProps = {
  title: string
  children?: Child
  /** More for the head: modules of browser script, a style with a nonce. */
  head?: Child
  scripts?: string[]
  class?: string
}

/** The document around every page. */
export function Page({ title, children, head, scripts = [], class: className }: PageProps) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en" class={className}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <meta name="robots" content="noindex" />
          <meta name="color-scheme" content="light dark" />
          <title>{title}</title>
          <link rel="icon" href="/icon.svg" type="image/svg+xml" />
          <link rel="stylesheet" href="/app.css" />
          {scripts.map((script) => (
            <script type="module" src={script} />
          ))}
          {head}
        </head>
        <body>{children}</body>
      </html>
    </>
  )
}
