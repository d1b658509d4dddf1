// The forest of a replay: read from its file, summed for a day, laid out as an icicle.
// A block is a person with people below; others stand in groups that entered alike.

const FIRST = new Date(0).setUTCFullYear(1, 0, 1) // day 1: 1 January of the year 1

export const dateOf = (ordinal) => new Date(FIRST + (ordinal - 1) * 864e5)

const zigzag = (n) => (n % 2 ? -(n + 1) / 2 : n / 2)

export function decode(buffer) {
  const bytes = new Uint8Array(buffer)
  let at = 0
  const next = () => {
    let value = 0, scale = 1
    for (;;) {
      const byte = bytes[at++]
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
  }
  if (next() !== 1) throw new Error('another format')
  const position = next(), first = next()
  const sizes = Array.from({ length: next() }, next)
  const n = sizes.reduce((a, b) => a + b, 0)
  const column = () => Int32Array.from({ length: n }, next)
  const parent = column(), people = column(), parents = column(), day = column(), recorded = column()
  const generation = new Int32Array(n), apart = new Uint8Array(n), start = new Int32Array(n)
  let g = 0, blocks = 0
  const groupOf = []
  sizes.forEach((size, level) => {
    for (let end = g + size, before = 0; g < end; g++) {
      generation[g] = level
      start[g] = blocks
      if (level) before = parent[g] += before
      else { apart[g] = parent[g]; parent[g] = -1 }
      day[g] = (level ? day[groupOf[parent[g]]] : first) + zigzag(day[g])
      recorded[g] = day[g] + zigzag(recorded[g])
      for (let i = 0; i < parents[g]; i++) groupOf[blocks++] = g
    }
  })
  return {
    position, n, blocks, parent, people, parents, day, recorded, generation, apart, start,
    groupOf: Int32Array.from(groupOf), levels: sizes.length,
    below: new Int32Array(blocks), weight: new Int32Array(n),
    top: new Float64Array(blocks), tall: new Float64Array(blocks), inView: new Uint8Array(blocks),
  }
}

export function days(forest, order) {
  let first = Infinity, last = -Infinity
  for (const day of forest[order]) { first = Math.min(first, day); last = Math.max(last, day) }
  return [first, last]
}

// How many people of each generation stand on a day; the unattributed apart, in the last place.
export function count(forest, order, today) {
  const found = new Int32Array(forest.levels + 1), key = forest[order]
  for (let g = 0; g < forest.n; g++) {
    if (key[g] <= today) found[forest.apart[g] ? forest.levels : forest.generation[g]] += forest.people[g]
  }
  return found
}

// Of each block, the people below it on a day: children stand after their parents, so backwards.
export function weigh(forest, order, today) {
  const { parent, people, parents, start, below, weight } = forest, key = forest[order]
  below.fill(0)
  for (let g = forest.n - 1; g >= 0; g--) {
    let sum = key[g] <= today ? people[g] : 0
    for (let b = start[g], end = b + parents[g]; b < end; b++) sum += below[b]
    weight[g] = sum
    if (parent[g] >= 0) below[parent[g]] += sum
  }
}

export const stands = (forest, order, today, block) => forest[order][forest.groupOf[block]] <= today

// Calls paint(column, top, height, group, block or -1) for everybody in view, downwards in each
// column. `root`: the block looked at alone, or -1. Heights are in people: `all` is the total.
export function lay(forest, order, today, root, paint) {
  const { parent, people, parents, start, generation, below, top, tall, inView, groupOf } = forest
  const key = forest[order], cursor = new Float64Array(forest.blocks)
  inView.fill(0)
  let all = 0, from = 0, base = 0
  if (root >= 0) {
    const own = stands(forest, order, today, root) ? 1 : 0
    place(root, 0, own)
    all = tall[root]
    base = generation[groupOf[root]]
    from = groupOf[root] + 1
    if (own) paint(0, 0, all, groupOf[root], root)
  }
  for (let g = from; g < forest.n; g++) {
    const p = parent[g]
    if (p < 0 ? root >= 0 : !inView[p]) continue
    const here = key[g] <= today
    let y = p < 0 ? all : cursor[p]
    for (let b = start[g], end = b + parents[g]; b < end; b++) {
      if (!here && !below[b]) continue
      place(b, y, here ? 1 : 0)
      if (here) paint(generation[g] - base, y, tall[b], g, b)
      y += tall[b]
    }
    const others = people[g] - parents[g]
    if (here && others) { paint(generation[g] - base, y, others, g, -1); y += others }
    if (p < 0) all = y
    else cursor[p] = y
  }
  return all

  function place(block, y, own) {
    inView[block] = 1
    top[block] = cursor[block] = y
    tall[block] = own + below[block]
  }
}

// The block at a height of a column; where there is none, the one before whose people stand there.
export function find(forest, root, column, y, slack) {
  const base = root >= 0 ? forest.generation[forest.groupOf[root]] : 0
  for (let c = column; c >= 0; c--) {
    let best = -1, near = slack
    for (let b = 0; b < forest.blocks; b++) {
      if (!forest.inView[b] || forest.generation[forest.groupOf[b]] !== base + c) continue
      const top = forest.top[b], bottom = top + forest.tall[b]
      const off = y < top ? top - y : y > bottom ? y - bottom : 0
      if (off < near || (off === 0 && best < 0)) { near = off; best = b; if (!off) break }
    }
    if (best >= 0) return best
    slack = 1e-9
  }
  return -1
}
