/**
 * What `run` comes to, or `otherwise` when it takes longer. The signal ends what can be ended by it; an answer that begins
 * and then stalls may not heed it, and is no longer waited for.
 */
export function within<T>(seconds: number, otherwise: T, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(seconds * 1000)
  const over = new Promise<T>((resolve) => {
    signal.addEventListener('abort', () => resolve(otherwise), { once: true })
  })
  return Promise.race([run(signal), over])
}
