/** Uploads three files at a time, with progress, retry and cancel. Without script the form sends the files itself. */
const AT_ONCE = 3
const MAX_BYTES = 60 * 1024 * 1024
const MAX_WORDS = 'Larger than 60 MB'
const AGAIN_AFTER_MS = 2500

const form = document.querySelector('#upload')
const input = form.querySelector('input[type=file]')
const button = form.querySelector('button')
const list = document.createElement('ul')
const overall = document.createElement('div')
const queue = []
const uploads = []
let running = 0

button.hidden = true
list.className = 'uploads'
list.tabIndex = 0
overall.className = 'overall'
overall.innerHTML = '<progress max="1" value="0" aria-label="All files"></progress><span role="status"></span>'

/** Also what was chosen before this script had arrived. */
function takeChosen() {
  add(input.files)
  input.value = ''
}
input.addEventListener('change', takeChosen)
form.addEventListener('submit', (event) => event.preventDefault())

addEventListener('dragover', (event) => {
  event.preventDefault()
  form.classList.add('over')
})
addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) form.classList.remove('over')
})
addEventListener('drop', (event) => {
  event.preventDefault()
  form.classList.remove('over')
  add(event.dataTransfer.files)
})
addEventListener('beforeunload', (event) => {
  if (running > 0 || queue.length > 0) event.preventDefault()
})

function add(files) {
  if (files.length === 0) return
  if (!list.isConnected) form.after(overall, list)
  for (const file of files) {
    const upload = { file, sent: 0, state: 'waiting', row: makeRow(file) }
    uploads.push(upload)
    list.append(upload.row.item)
    wireRow(upload)
    if (file.size > MAX_BYTES) settle(upload, 'bad', MAX_WORDS, false)
    else queue.push(upload)
  }
  next()
}

function makeRow(file) {
  const item = document.createElement('li')
  const name = document.createElement('span')
  const words = document.createElement('span')
  const bar = document.createElement('progress')
  const action = document.createElement('button')
  name.className = 'name'
  name.textContent = file.name
  words.className = 'words'
  words.textContent = 'Waiting'
  bar.value = 0
  bar.setAttribute('aria-label', file.name)
  action.type = 'button'
  item.append(name, bar, words, action)
  return { item, words, bar, action }
}

function wireRow(upload) {
  const { action } = upload.row
  action.textContent = 'Cancel'
  action.onclick = () => {
    const waiting = queue.indexOf(upload)
    if (waiting >= 0) queue.splice(waiting, 1)
    upload.request?.abort()
    settle(upload, 'bad', 'Cancelled', true)
    show()
  }
}

function next() {
  while (running < AT_ONCE && queue.length > 0) send(queue.shift())
  show()
}

function send(upload) {
  running += 1
  upload.state = 'sending'
  const request = new XMLHttpRequest()
  upload.request = request
  request.open('PUT', `${form.getAttribute('action')}?name=${encodeURIComponent(upload.file.name)}`)
  request.upload.onprogress = (event) => {
    upload.sent = event.loaded
    upload.row.bar.value = event.loaded / upload.file.size
    upload.row.words.textContent = event.loaded < upload.file.size ? 'Sending' : 'Saving'
    show()
  }
  request.onloadend = () => {
    running -= 1
    finish(upload, request)
    next()
  }
  request.send(upload.file)
}

function finish(upload, request) {
  if (upload.state !== 'sending') return
  const answer = parse(request.responseText)
  if (request.status === 0) settle(upload, 'bad', 'The connection broke off', true)
  else if (request.status === 403) settle(upload, 'bad', 'You are signed out. Sign in again and repeat', true)
  else if (!answer) settle(upload, 'bad', 'Not saved, a failure on our side', true)
  else settle(upload, request.status < 300 ? 'good' : 'bad', answer.words, request.status >= 500)
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function settle(upload, state, words, canRetry) {
  upload.state = state
  upload.sent = upload.file.size
  const { item, bar, action } = upload.row
  item.className = state
  if (state === 'bad') list.prepend(item)
  upload.row.words.textContent = words
  bar.remove()
  action.hidden = !canRetry
  action.textContent = 'Try again'
  action.onclick = () => {
    upload.state = 'waiting'
    upload.sent = 0
    item.className = ''
    item.insertBefore(bar, upload.row.words)
    bar.value = 0
    action.hidden = false
    wireRow(upload)
    queue.push(upload)
    next()
  }
}

function show() {
  const total = uploads.reduce((sum, { file }) => sum + file.size, 0)
  const sent = uploads.reduce((sum, upload) => sum + upload.sent, 0)
  const done = uploads.filter(({ state }) => state === 'good' || state === 'bad')
  const bad = done.filter(({ state }) => state === 'bad').length
  overall.querySelector('progress').value = total > 0 ? sent / total : 0
  const rest = bad > 0 ? `, ${bad} not saved` : ''
  overall.querySelector('span').textContent = `${done.length - bad} of ${uploads.length} done${rest}`
  if (running > 0 || queue.length > 0) watch()
}

let isWatching = false

/** Brings the list of photographs up to date while files arrive and are being prepared. */
function watch() {
  if (isWatching) return
  isWatching = true
  setTimeout(async () => {
    isWatching = false
    const answer = await fetch(location.href).catch(() => undefined)
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined
    const fresh = page?.querySelector('#photos')
    const isMenuOpen = document.querySelector('#photos details[open]')
    if (fresh && !isMenuOpen) document.querySelector('#photos').replaceWith(fresh)
    const isPreparing = document.querySelector('#photos').dataset.preparing !== '0'
    if (!answer?.ok || isMenuOpen || isPreparing || running > 0 || queue.length > 0) watch()
  }, AGAIN_AFTER_MS)
}

if (document.querySelector('#photos').dataset.preparing !== '0') watch()
takeChosen()
