/** A client with a fixed number of connections, kept alive, over loopback. */
import { Agent, type IncomingHttpHeaders, request as send } from 'node:http'

const CONNECTIONS = 16

export type Request = { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string }
export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer }

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })

export function one(origin: URL, { method, path, headers: given, body = '' }: Request): Promise<Answer> {
  const headers = method === 'POST' ? { ...given, 'Content-Length': String(Buffer.byteLength(body)) } : given
  return new Promise((resolve, reject) => {
    const { hostname, port } = origin
    const sent = send({ agent, hostname, port, method, path, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
      })
    })
    sent.on('error', reject).end(body)
  })
}

/**
 * Sends all requests, as many at a time as there are connections.
 * @returns seconds from the first to the last byte
 * @throws when an answer has another status than expected
 */
export async function all(origin: URL, requests: readonly Request[], status: number): Promise<number> {
  let next = 0
  const connection = async () => {
    for (let request = requests[next++]; request; request = requests[next++]) {
      const answer = await one(origin, request)
      if (answer.status !== status) throw new Error(`${request.method} ${request.path} answered ${answer.status}`)
    }
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: CONNECTIONS }, connection))
  return (performance.now() - startedAt) / 1000
}

export function disconnect(): void {
  agent.destroy()
}
