import * as z from 'zod'
import { ACCOUNT_PARTS, type Ctx } from './context'
import { normalise } from './door/code'
import { type Answer, answerShape } from './door/passkey'
import { e164 } from './lib/phone'

/** A form as it came in: its values, or what was typed with a reason per field, for the page at 422 (spec §8). */
export type Form<T> =
  | { ok: true; values: T }
  | { ok: false; typed: Record<string, string>; errors: Record<string, string> }

/** Reads and checks a form; files and repeated fields are not forms' business here. */
export async function readForm<T>(c: { req: Ctx['req'] }, shape: z.ZodType<T>): Promise<Form<T>> {
  const body = await c.req.parseBody().catch(() => ({}))
  const typed = Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
  const result = shape.safeParse(typed)
  if (result.success) return { ok: true, values: result.data }

  const { fieldErrors } = z.flattenError(result.error)
  const errors = Object.entries(fieldErrors).map(([field, reasons]) => [
    field,
    (reasons as string[] | undefined)?.[0] ?? '',
  ])
  return { ok: false, typed, errors: Object.fromEntries(errors) }
}

/** The six digits of a login code as it was typed, forgivingly (R13); undefined when they are none. */
export async function readCode(c: { req: Ctx['req'] }): Promise<string | undefined> {
  const form = await readForm(c, z.object({ code: z.string().default('') }))
  return form.ok ? normalise(form.values.code) : undefined
}

/** What a passkey answered; undefined when it is nothing of the kind. */
export async function readPasskey(c: { req: Ctx['req'] }): Promise<Answer | undefined> {
  const form = await readForm(c, z.object({ credential: json(answerShape) }))
  return form.ok ? form.values.credential : undefined
}

/** The part of an account that a sign-in is for, as an address or a form names it; undefined where it names none. */
export const wanted = z.enum(ACCOUNT_PARTS).optional().catch(undefined)

/** All values of a field that a form may carry many times. */
export async function readMany(c: { req: Ctx['req'] }, field: string): Promise<string[]> {
  const body = await c.req.parseBody({ all: true }).catch(() => ({}) as Record<string, never>)
  return [body[field] ?? []].flat().filter((value) => typeof value === 'string')
}

/** A field that script filled in, as JSON. */
export const json = <T>(shape: z.ZodType<T>) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue('This is not JSON.')
        return z.NEVER
      }
    })
    .pipe(shape)

/** Line breaks have no place in a line: they would end up in a mail's head. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

/** A required line of text. */
export const line = (what: string, max: number) =>
  z
    .string({ error: `Give ${what}.` })
    .transform(oneLine)
    .pipe(z.string().min(1, `Give ${what}.`).max(max, `At most ${max} characters.`))

/** An optional line of text; null when empty. */
export const optionalLine = (max: number) =>
  z
    .string()
    .default('')
    .transform(oneLine)
    .pipe(z.string().max(max, `At most ${max} characters.`))
    .transform((text) => text || null)

/** What a mail program makes a link of: addresses, hosts, telephone numbers. */
const LINKED = /[@/\\<>]|\.\p{L}{2}|\d(?:[\s.-]?\d){4}/u

/** A name as a client or guest writes it, their own or a passkey's. It may stand in a mail of ours: nothing there may become a link. */
export const personName = (what: string, max = 80) =>
  line(what, max).refine((name) => !LINKED.test(name.normalize('NFKC')), 'Write the name alone, please.')

/** A text of many lines, as paragraphs with an empty line between; '' when empty. */
export const paragraphs = (max: number) =>
  z
    .string({ error: 'Give a text.' })
    .transform(tidyLines)
    .pipe(z.string().max(max, `At most ${max.toLocaleString('en')} characters.`))

function tidyLines(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trimEnd())
  return lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

export const email = z
  .string({ error: 'Give an email address.' })
  .trim()
  .toLowerCase()
  .max(254, 'At most 254 characters.')
  .pipe(z.email('This is not an email address.'))

/** An optional phone number, in E.164; null when empty. */
export const phone = z
  .string()
  .trim()
  .default('')
  .transform((text) => (text ? (e164(text) ?? '') : null))
  .refine((number) => number !== '', 'This is not a phone number we can use. Begin with + and the country code.')

/** A day `YYYY-MM-DD`, of four digits a year and no further than clocks are known. */
export const day = z.iso
  .date({ error: ({ input }) => (input ? 'This is not a date.' : 'Give a day.') })
  .refine((text) => text < '2300', 'This is not a date.')

/** A time of the day, `HH:MM`. */
export const time = z.iso.time({
  precision: -1,
  error: ({ input }) => (input ? 'This is not a time.' : 'Give a time.'),
})

/** An optional day; null when empty. */
export const optionalDay = z
  .union([z.literal(''), day], 'This is not a date.')
  .default('')
  .transform((day) => day || null)

export const checkbox = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes')
