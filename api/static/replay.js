// The replay of a cascade: one download, then slider, play and zoom without further requests.

const part = (id) => document.getElementById(id)
const here = part('replay')
part('still').remove()
const language = document.documentElement.lang
const rtl = document.documentElement.dir === 'rtl'
const number = new Intl.NumberFormat(language, { numberingSystem: 'latn' })
const written = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
  day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC', numberingSystem: 'latn',
})
const say = (sentence, places) => sentence.replace(/\{(\w+)\}/g, (_, name) => places[name])
const calm = matchMedia('(prefers-reduced-motion: reduce)')
const LASTS = 20_000 // milliseconds, from the first day to the last
const canvas = part('icicle'), when = part('when'), pen = canvas.getContext('2d', { alpha: false })

let trees, forest, order = 'event', root = -1, today = 0, halt = null, drawing = 0, telling = 0, colours

const key = () => (order === 'event' ? 'day' : 'recorded')

function readColours() {
  const of = (element, what) => getComputedStyle(element)[what]
  const swatch = (name) => here.querySelector(`.${name}`)
  const made = { font: of(document.body, 'fontFamily'), ground: of(document.body, 'backgroundColor'), fill: [], text: [] }
  const paint = (name) => (swatch(name) ? of(swatch(name), 'backgroundColor') : made.fill.at(-1))
  for (let at = 0; at < 6; at++) made.fill.push(paint(`g${at}`))
  made.apart = paint('gx')
  made.text = made.fill.map((fill) => {
    const [r, g, b] = fill.match(/[\d.]+/g).map(Number)
    return r * 0.299 + g * 0.587 + b * 0.114 > 130 ? '#0c1510' : '#fff'
  })
  colours = made
}

// ---- the picture ----------------------------------------------------------------------------

function draw() {
  drawing = 0
  const dots = Math.min(devicePixelRatio || 1, 2) // more is not seen, and costs frames
  const wide = Math.round(canvas.clientWidth * dots), tall = Math.round(canvas.clientHeight * dots)
  if (canvas.width !== wide || canvas.height !== tall) { canvas.width = wide; canvas.height = tall }
  pen.fillStyle = colours.ground
  pen.fillRect(0, 0, wide, tall)
  trees.weigh(forest, key(), today)
  const base = root >= 0 ? forest.generation[forest.groupOf[root]] : 0
  const columns = forest.levels - base, width = wide / columns
  canvas.dataset.columns = columns
  const left = (column) => Math.round((rtl ? columns - 1 - column : column) * width)
  const all = root >= 0
    ? forest.below[root] + (trees.stands(forest, key(), today, root) ? 1 : 0)
    : sumOfRoots()
  const unit = all ? tall / all : 0
  const runs = Array.from({ length: columns }, () => ({ from: 0, to: -1, fill: '', painted: 0 }))
  const lines = [], labels = []
  const flush = (column, run) => {
    if (run.to < run.from) return
    const height = Math.max(run.to - run.from, Math.round(dots))
    const y = Math.min(run.from, tall - height)
    pen.fillStyle = run.fill
    pen.fillRect(left(column), y, Math.ceil(width) - 1, height)
    run.painted += height
    run.last = [y, height]
  }
  trees.lay(forest, key(), today, root, (column, top, high, group, block) => {
    const run = runs[column], from = Math.floor(top * unit), to = Math.ceil((top + high) * unit)
    const level = Math.min(base + column, 5)
    const fill = forest.apart[group] ? colours.apart : colours.fill[level]
    if (from > run.to + 1 || fill !== run.fill) {
      flush(column, run)
      Object.assign(run, { from, to, fill })
    } else run.to = Math.max(run.to, to)
    if (block >= 0 && high * unit > 4 * dots) lines.push(column, to)
    if (block >= 0 && high * unit > 17 * dots && width > 36 * dots) labels.push([column, from, block, level])
    if (block < 0 && unit > 4 * dots) for (let i = 1; i <= high; i++) lines.push(column, Math.round((top + i) * unit))
  })
  runs.forEach((run, column) => { flush(column, run); thicken(column, run) })
  pen.fillStyle = colours.ground
  for (let i = 0; i < lines.length; i += 2) pen.fillRect(left(lines[i]), lines[i + 1] - dots / 2, Math.ceil(width), Math.max(1, dots / 2))
  write(labels, left, width, dots)

  // However few a generation is, it is seen: two pixels at least.
  function thicken(column, run) {
    const least = Math.ceil(2 * dots)
    if (!run.painted || run.painted >= least) return
    pen.fillStyle = run.fill
    pen.fillRect(left(column), Math.min(run.last[0], tall - least), Math.ceil(width) - 1, least)
  }
}

function sumOfRoots() {
  let all = 0
  for (let g = 0; g < forest.n && forest.parent[g] < 0; g++) all += forest.weight[g]
  return all
}

function write(labels, left, width, dots) {
  pen.font = `${12 * dots}px ${colours.font}`
  pen.textBaseline = 'top'
  pen.direction = 'ltr'
  pen.textAlign = rtl ? 'right' : 'left'
  for (const [column, y, block, level] of labels) {
    const full = `#${block + 1}  ${number.format(forest.below[block])}`
    const fits = pen.measureText(full).width < width - 10 * dots
    pen.fillStyle = colours.text[level]
    const x = left(column) + (rtl ? width - 6 * dots : 5 * dots)
    pen.fillText(fits ? full : number.format(forest.below[block]), x, y + 3 * dots)
  }
}

// ---- the numbers ----------------------------------------------------------------------------

function show() {
  const counts = trees.count(forest, key(), today)
  let total = 0
  counts.forEach((people, level) => {
    total += people
    const shown = here.querySelector(`[data-generation="${level === forest.levels ? 'none' : level}"] b`)
    if (shown) shown.textContent = number.format(people)
  })
  const day = written.format(trees.dateOf(today))
  part('day').textContent = day
  part('total').textContent = say(here.dataset.people, { people: number.format(total) })
  when.value = today
  when.setAttribute('aria-valuetext', day)
  if (!drawing) drawing = requestAnimationFrame(draw)
  clearTimeout(telling)
  if (!halt) telling = setTimeout(() => tell(day, total), 400)
}

// Said aloud, and the branches listed, when the day rests.
function tell(day, total) {
  const each = [...here.querySelectorAll('.replay-legend li')].map((one) => one.textContent.trim().replace(/\s+/g, ' '))
  part('told').textContent = say(here.dataset.said, { day, people: number.format(total) }) + ' ' + each.join('; ')
  trees.weigh(forest, key(), today)
  const found = []
  for (let b = 0; b < forest.blocks; b++) {
    const parent = forest.parent[forest.groupOf[b]]
    if (parent === root && forest.below[b]) found.push(b)
  }
  found.sort((a, b) => forest.below[b] - forest.below[a] || a - b)
  part('branches').replaceChildren(...found.slice(0, 5).map(entry))
  part('widest').hidden = !found.length
}

function entry(block) {
  const line = document.createElement('li'), button = document.createElement('button')
  button.type = 'button'
  for (const text of [called(block), say(here.dataset.below, { people: number.format(forest.below[block]) })]) {
    const span = document.createElement('span')
    span.textContent = text
    button.append(span)
  }
  button.addEventListener('click', () => look(block, true))
  line.append(button)
  return line
}

const called = (block) => say(here.dataset.trainer, { number: `#${block + 1}` })

function look(block, focus = false) {
  root = block
  part('back').hidden = root < 0
  part('where').textContent = root < 0 ? '' : called(root)
  part('hint').hidden = root >= 0
  show()
  if (focus || root < 0) part(root < 0 ? 'play' : 'back').focus({ preventScroll: true })
}

// ---- time -----------------------------------------------------------------------------------

function span() {
  const [first, last] = trees.days(forest, key())
  when.min = first
  when.max = last
  today = last
}

function stop() {
  halt?.()
  halt = null
  part('play').textContent = here.dataset.play
  show()
}

function play() {
  const first = Number(when.min), last = Number(when.max)
  if (today >= last) today = first
  part('play').textContent = here.dataset.pause
  if (calm.matches) {
    const beat = setInterval(() => {
      const next = trees.dateOf(today)
      next.setUTCMonth(next.getUTCMonth() + 1)
      go(Math.min(last, today + Math.round((next - trees.dateOf(today)) / 864e5)), last)
    }, 900)
    halt = () => clearInterval(beat)
    return
  }
  const from = today, began = performance.now()
  let frame = 0
  halt = () => cancelAnimationFrame(frame)
  const step = (now) => {
    frame = requestAnimationFrame(step)
    go(Math.min(last, Math.round(from + Math.max(0, now - began) / LASTS * (last - first))), last)
  }
  frame = requestAnimationFrame(step)
}

function go(day, last) {
  if (day !== today) { today = day; show() }
  if (today >= last) stop()
}

// ---- begin ----------------------------------------------------------------------------------

async function begin() {
  trees = await import(here.dataset.drawing)
  const answer = await fetch(here.dataset.source, { credentials: 'same-origin' })
  if (!answer.ok) throw new Error(String(answer.status))
  forest = trees.decode(await answer.arrayBuffer())
  here.hidden = false
  readColours()
  span()
  show()
  when.addEventListener('input', () => { if (halt) stop(); today = Number(when.value); show() })
  part('play').addEventListener('click', () => (halt ? stop() : play()))
  part('back').addEventListener('click', () => look(-1))
  here.querySelectorAll('[name=order]').forEach((one) => one.addEventListener('change', () => {
    if (halt) stop()
    order = one.value
    span()
    show()
  }))
  canvas.addEventListener('click', tap)
  new ResizeObserver(show).observe(canvas)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { readColours(); show() })
}

function tap(event) {
  const columns = forest.levels - (root >= 0 ? forest.generation[forest.groupOf[root]] : 0)
  const across = event.offsetX / canvas.clientWidth * columns
  const column = Math.floor(rtl ? columns - across : across)
  const all = root >= 0 ? forest.tall[root] : sumOfRoots()
  const unit = canvas.clientHeight / (all || 1)
  const found = trees.find(forest, root, column, event.offsetY / unit, 3 / unit)
  if (found === root && root >= 0) look(forest.parent[forest.groupOf[root]])
  else if (found >= 0) look(found)
}

begin().catch(() => {
  here.hidden = false
  here.replaceChildren(Object.assign(document.createElement('p'), { className: 'note', textContent: here.dataset.wrong }))
})
