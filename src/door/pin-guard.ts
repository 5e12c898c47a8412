import { DurableObject } from 'cloudflare:workers'
import { DAY_MS } from '../lib/time'
import { randomId } from '../lib/token'
import * as pin from './pin'

/** A solved challenge whose signature the caller has checked; spent by the try that it lets be evaluated. */
export type Proof = { challenge: string; expiresAt: Date }

/**
 * `ticket` names the counted try, for {@link PinGuard.succeeded}. `notice` is there when the photographer is to be told,
 * should this try be wrong: the number of the notice, for {@link PinGuard.noticed}.
 */
export type Answer =
  | { outcome: 'evaluate'; ticket: string; notice?: number }
  | Exclude<pin.Admission, { outcome: 'evaluate' }>

type FailureRow = { at: number; device: string; prefix: string; trusted: number }
type Notices = { count: number; toldAt?: number }

const SCHEMA = `
  create table if not exists failures (
    id text primary key, at integer not null, device text not null, prefix text not null, trusted integer not null
  ) strict;
  create table if not exists spent_challenges (challenge text primary key, expires_at integer not null) strict;`

/**
 * One gallery's ration of PIN tries (R17, P2); the rules are in pin.ts. It serves one call at a time, so that parallel
 * tries are counted one by one. No PIN ever enters it, right or wrong.
 *
 * Storage is bounded, whoever attacks: only evaluated tries are written, so a source that is refused leaves no trace,
 * and there is no table of sources to fill or to prune: a source is what the failures say of it. They are kept for a
 * day, at most 248 of untrusted sources (pin.ts) and 124 of a trusted device; then their slots stay taken in one number.
 * A source that is forgotten gets its four free tries again, but each of them has to find a slot like any other.
 * A spent challenge belongs to an evaluated try as well, and is kept until it expires.
 */
export class PinGuard extends DurableObject<Env> {
  readonly #storage = this.ctx.storage
  readonly #sql = this.ctx.storage.sql
  /** As stored; read again after every change, so that a refused try costs no query. */
  #history: pin.History

  constructor(context: DurableObjectState, env: Env) {
    super(context, env)
    this.#sql.exec(SCHEMA)
    this.#history = this.#read()
  }

  /**
   * Whether a try may be evaluated. It then counts as a failure already: compare the PIN afterwards, and report a
   * success. Any other answer counts nothing and changes no wait.
   */
  async admit(source: pin.Source, now: Date, proof?: Proof): Promise<Answer> {
    const at = now.getTime()
    this.#settle(at)
    const hasProof = proof !== undefined && this.#isUnspent(proof, at)
    const admission = pin.admission(this.#history, source, hasProof, at)
    if (admission.outcome !== 'evaluate') return admission

    if (proof) this.#spend(proof)
    const ticket = this.#count(source, at)
    const notice = this.#dueNotice(at)
    await this.#storage.setAlarm(at + DAY_MS)
    return { outcome: 'evaluate', ticket, ...(notice && { notice }) }
  }

  /** The try was right: it and the failures of its device, at any address, are struck out. Nothing when long forgotten. */
  succeeded(ticket: string): void {
    this.#sql.exec('delete from failures where device = (select device from failures where id = ?)', ticket)
    this.#history = this.#read()
  }

  /**
   * The photographer has been told. Until then every evaluated try of an attack carries the same number, so that a
   * message whose id is made of it is written once, and is not lost when a request fails on its way.
   */
  noticed(notice: number, now: Date): void {
    if (notice === this.#notices().count + 1) {
      this.#storage.kv.put<Notices>('notices', { count: notice, toldAt: now.getTime() })
    }
  }

  /** A day after the last evaluated try: nobody who tried is remembered. */
  override alarm(): void {
    this.#settle(Date.now())
  }

  /** Forgets what is over; writes only if something is. */
  #settle(now: number): void {
    const { bucket, failures } = pin.settle(this.#history, now)
    if (failures.length === this.#history.failures.length) return
    this.#storage.kv.put('bucket', bucket)
    this.#sql.exec('delete from failures where at <= ?', now - DAY_MS)
    this.#sql.exec('delete from spent_challenges where expires_at <= ?', now)
    this.#history = this.#read()
  }

  #read(): pin.History {
    const rows = this.#sql.exec<FailureRow>('select at, device, prefix, trusted from failures order by at').toArray()
    return {
      bucket: this.#storage.kv.get<pin.Bucket>('bucket') ?? pin.FULL_BUCKET,
      failures: rows.map((row) => ({ ...row, trusted: row.trusted === 1 })),
    }
  }

  #isUnspent(proof: Proof, now: number): boolean {
    if (proof.expiresAt.getTime() <= now) return false
    const spent = this.#sql.exec('select 1 from spent_challenges where challenge = ?', proof.challenge)
    return spent.toArray().length === 0
  }

  #spend(proof: Proof): void {
    const expiresAt = proof.expiresAt.getTime()
    this.#sql.exec('insert or ignore into spent_challenges values (?, ?)', proof.challenge, expiresAt)
  }

  #count(source: pin.Source, at: number): string {
    const id = randomId()
    const { device, prefix, trusted } = source
    this.#sql.exec('insert into failures values (?, ?, ?, ?, ?)', id, at, device, prefix, trusted ? 1 : 0)
    this.#history = this.#read()
    return id
  }

  #dueNotice(now: number): number | undefined {
    const { count, toldAt } = this.#notices()
    return pin.isNoticeDue(this.#history.failures.length, toldAt, now) ? count + 1 : undefined
  }

  #notices(): Notices {
    return this.#storage.kv.get<Notices>('notices') ?? { count: 0 }
  }
}
