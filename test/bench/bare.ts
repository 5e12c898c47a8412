/** What everything is compared with: as many bytes as the path says, and nothing else. */
const bodies = new Map<string, string>()

export default {
  fetch(request) {
    const size = request.url.slice(request.url.lastIndexOf('/') + 1)
    return new Response(body(size), { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
  },
} satisfies ExportedHandler

function body(size: string): string {
  const known = bodies.get(size) ?? 'x'.repeat(Number(size))
  bodies.set(size, known)
  return known
}
