/**
 * A form with `data-passkey` asks there for a challenge, then the browser for a passkey, and goes off with what it says. One with
 * `data-offered` waits for a passkey from the page's email field as well. Without passkeys or script the forms stay hidden.
 */
const FRESH_MS = 240_000
let waiting

if (window.PublicKeyCredential) for (const form of document.querySelectorAll('form[data-passkey]')) show(form)

function show(form) {
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    use(form)
  })
  if (form.dataset.offered !== undefined) offer(form)
}

/** By the button. */
async function use(form) {
  const [button, status] = [form.querySelector('button'), form.querySelector('[role=status]')]
  button.disabled = true
  status.textContent = ''
  waiting?.abort()
  try {
    const publicKey = await question(form)
    // Whatever stands in the way, the server says it.
    if (!publicKey) return form.submit()
    send(
      form,
      await (publicKey.rp ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey })),
    )
  } catch (error) {
    status.textContent = error.name === 'InvalidStateError' ? status.dataset.already : status.dataset.failed
  }
  button.disabled = false
}

/** From the email field: asked anew before the challenge is too old, while somebody looks. */
async function offer(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return
  waiting = new AbortController()
  const { signal } = waiting
  setTimeout(() => whenSeen(renew), FRESH_MS)
  function renew() {
    if (signal.aborted) return
    waiting.abort()
    offer(form)
  }
  try {
    const publicKey = await question(form)
    if (publicKey) send(form, await navigator.credentials.get({ publicKey, mediation: 'conditional', signal }))
  } catch {
    // Nobody chose one; the page is there as before.
  }
}

function whenSeen(act) {
  if (document.hidden) addEventListener('visibilitychange', act, { once: true })
  else act()
}

/** What the server asks, ready for the browser. */
async function question({ dataset }) {
  const answer = await fetch(dataset.passkey, {
    method: 'POST',
    body: new URLSearchParams({ purpose: dataset.purpose }),
  })
  if (!answer.ok) return undefined
  const { challenge, user, allowCredentials = [], excludeCredentials = [], ...rest } = await answer.json()
  const named = (list) => list.map((one) => ({ ...one, id: bytes(one.id) }))
  return {
    ...rest,
    challenge: bytes(challenge),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    allowCredentials: named(allowCredentials),
    excludeCredentials: named(excludeCredentials),
  }
}

function send(form, { id, rawId, type, response }) {
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = response
  const said = attestationObject
    ? { attestationObject: text(attestationObject), transports: response.getTransports?.() ?? [] }
    : {
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        userHandle: userHandle && text(userHandle),
      }
  const credential = { id, rawId: text(rawId), type, response: { clientDataJSON: text(clientDataJSON), ...said } }
  form.elements.credential.value = JSON.stringify(credential)
  form.submit()
}

/** Base64url, which the newest browsers alone read and write by themselves. */
function bytes(base64url) {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
