import type { Child } from 'hono/jsx'

const SERIF = "'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif"
const SANS = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

const BUTTON = `display:inline-block;padding:14px 28px;background:#6d4c2f;color:#ffffff;font:16px ${SANS};text-decoration:none;border-radius:3px`

export const mailStyles = {
  title: `margin:0 0 16px;font:400 30px/1.2 ${SERIF};color:#1d1b18`,
  text: `margin:0 0 20px;font:16px/1.6 ${SANS};color:#1d1b18`,
  quiet: `margin:0 0 12px;font:14px/1.6 ${SANS};color:#69635a`,
  address: 'color:#1d1b18;word-break:break-all',
  code: `margin:0 0 20px;font:32px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:6px;color:#1d1b18`,
} as const

/** A mail's frame: one column on paper, readable without images and in the dark. */
export function MailLayout({ studio, children }: { studio: { name: string }; children?: Child }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light" />
        <title>{studio.name}</title>
      </head>
      <body style="margin:0;background:#fbfaf7">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
          <tr>
            <td align="center" style="padding:40px 20px">
              <table
                role="presentation"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                style="max-width:480px;text-align:left"
              >
                <tr>
                  <td>
                    <p
                      style={`margin:0 0 32px;font:12px ${SANS};letter-spacing:2px;text-transform:uppercase;color:#69635a`}
                    >
                      {studio.name}
                    </p>
                    {children}
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>
  )
}

/** The one thing to press in a mail. */
export function MailButton({ href, children }: { href: string; children?: Child }) {
  return (
    <p style="margin:0 0 28px">
      <a href={href} style={BUTTON}>
        {children}
      </a>
    </p>
  )
}
