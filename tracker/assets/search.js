// Searches the site's index in place of the theme's worker, which builds an index of every word first:
// a journal of ten years is 3 MB of text, and reading it from end to end takes a few hundredths of a second.
// The messages are the theme's: 0 index, 1 ready, 2 query, 3 result.
"use strict"

const LETTER = /[\p{L}\p{M}\p{N}]/u
// Scripts that put no spaces between words: a term may begin anywhere.
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " }
const COUNTED = 8 // of a term in one section; more say nothing new
const WIDTH = 180 // letters of an excerpt
const BEFORE = 50 // letters of it before the first match
const SECTIONS = 5 // shown of a page, the best

let pages = []

addEventListener("message", ({ data: { type, data } }) => {
  if (type === 0) {
    pages = readPages(data.docs)
    postMessage({ type: 1 })
  } else if (type === 2) {
    postMessage({ type: 3, data: searchPages(data) })
  }
})

// ---- the index

function readPages(docs) {
  const found = new Map()
  for (const { location, title, text, tags, boost } of docs) {
    const section = { location, title: readText(title), text: readText(text) }
    section.foldedTitle = foldText(section.title)
    section.foldedText = foldText(section.text)
    const [path] = location.split("#")
    const page = found.get(path)
    if (page) page.sections.push(section)
    else found.set(path, { sections: [section], tags: tags || [], boost: boost || 1 })
  }
  for (const page of found.values()) page.foldedTags = page.tags.map(tag => foldText(readText(tag)))
  return [...found.values()].reverse() // of two that say as much, the later week comes first
}

// HTML -> text. Only tags between blocks part words.
function readText(html) {
  return String(html)
    .replace(/<\/?(?:code|su[bp])>/g, "")
    .replace(/<\/?[a-z][^>]*>/gi, " ")
    .replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (entity, decimal, hex, name) => {
      const code = decimal ? Number(decimal) : parseInt(hex, 16)
      if (name) return ENTITIES[name] || entity
      return code <= 0x10ffff ? String.fromCodePoint(code) : entity
    })
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .trim()
}

// Small letters without accents, each at its place: "Éa" -> "ea".
function foldText(text) {
  return text
    .replace(/İ/g, "I")
    .toLowerCase()
    .replace(/[\u00c0-\u024f\u0370-\u03ff\u1e00-\u1fff]/g, letter => letter.normalize("NFD")[0])
}

function escapeText(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
}

// ---- the query

// `batch-norm "chain rule" -papers` -> wanted: batch, norm, chain rule; unwanted: papers.
function parseQuery(query) {
  const wanted = []
  const unwanted = []
  for (const [word] of query.normalize("NFC").matchAll(/[-+]?"[^"]*"?|\S+/g)) {
    const list = /^-./.test(word) ? unwanted : wanted
    const said = word.replace(/^[-+]/, "")
    const parts = said.startsWith('"') ? [said] : said.split("-")
    for (const part of parts) {
      const bareWord = foldText(part).replace(/^[("'“\[]+|[.,;:!?)"'”\]*]+$/g, "")
      if (bareWord && !list.some(term => term.word === bareWord)) list.push({ word: bareWord })
    }
  }
  // The last word may still be typed; of those before it, `to` is not the beginning of `token`.
  for (const term of wanted.slice(0, -1)) {
    term.whole = term.word.length < 3 && !UNSPACED.test(term.word)
  }
  return { wanted, unwanted }
}

// The places where a word begins with the term, or is it.
function findPlaces(text, { word, whole }, most) {
  const anywhere = UNSPACED.test(word) || !LETTER.test(word[0])
  const places = []
  let at = text.indexOf(word)
  while (at >= 0 && places.length < most) {
    const begins = anywhere || at === 0 || !LETTER.test(text[at - 1])
    if (begins && !(whole && LETTER.test(text[at + word.length] || " "))) places.push(at)
    at = text.indexOf(word, at + 1)
  }
  return places
}

// 1 for a whole word, less for the beginning of one, 0 for none.
function rateMatch(text, term) {
  const places = findPlaces(text, term, COUNTED)
  if (!places.length) return 0
  return places.some(at => !LETTER.test(text[at + term.word.length] || " ")) ? 1 : 0.7
}

// ---- the results

function searchPages(query) {
  const { wanted, unwanted } = parseQuery(query)
  if (!wanted.length) return { items: [], suggest: [] }
  let matches = pages
    .filter(page => !unwanted.some(term => matchPage(page, [term]).count))
    .map(page => matchPage(page, wanted))
    .filter(match => match.count)
  const most = Math.max(...matches.map(match => match.count))
  matches = matches.filter(match => match.count === most)
  const rarity = wanted.map((_, n) =>
    Math.log(1 + pages.length / (1 + matches.filter(match => match.weights[n]).length))
  )
  const whole = foldText(query).replace(/["“”]/g, "").trim()
  for (const match of matches) ratePage(match, rarity, whole)
  matches.sort((a, b) => b.score - a.score)
  return {
    items: matches.map(match => formatPage(match, wanted, rarity)),
    suggest: suggestWord(wanted[wanted.length - 1])
  }
}

// How much a page says of each term: in its title, its tags, its headings, its text.
function matchPage(page, terms) {
  const [first, ...others] = page.sections
  const inSections = page.sections.map(section =>
    terms.map(term => {
      const heading = section === first ? 0 : 4 * rateMatch(section.foldedTitle, term)
      const times = findPlaces(section.foldedText, term, COUNTED).length
      return heading + (times && (4 * rateMatch(section.foldedText, term) * times) / (times + 2))
    })
  )
  const weights = terms.map((term, n) => {
    const tag = Math.max(0, ...page.foldedTags.map(tag => rateMatch(tag, term)))
    const best = Math.max(...inSections.map(section => section[n]))
    return 10 * rateMatch(first.foldedTitle, term) + 3 * tag + best
  })
  return { page, inSections, weights, count: weights.filter(Boolean).length }
}

function ratePage(match, rarity, whole) {
  const { page } = match
  match.score = match.weights.reduce((sum, weight, n) => sum + weight * rarity[n], 0)
  const together = page.sections.some(
    ({ foldedTitle, foldedText }) => foldedTitle.includes(whole) || foldedText.includes(whole)
  )
  if (match.weights.length > 1 && together) match.score *= 1.5
  match.score *= page.boost
}

// A page and its sections that match best, as the theme shows them: it needs the page among them,
// shows the text of the first one and folds what is rated lower.
function formatPage({ page, inSections, weights, score }, terms, rarity) {
  const found = Object.fromEntries(terms.map(({ word }, n) => [word, weights[n] > 0]))
  const scores = inSections.map(section =>
    section.reduce((sum, weight, n) => sum + weight * rarity[n], 0)
  )
  const [first, ...others] = page.sections.map((section, n) => ({ section, score: scores[n] }))
  const best = others.filter(part => part.score > 0).sort((a, b) => b.score - a.score)
  const parts = best.slice(0, SECTIONS)
  if (parts.length && parts[0].score > first.score) parts.push({ ...first, score: 0 })
  else parts.unshift(first)
  // Enter opens the link that is rated best on the page: the first one.
  const scale = score / (parts[0].score || 1)
  return parts.map((part, n) => {
    const { location, title, foldedTitle } = part.section
    return {
      location,
      title: markTerms(title, foldedTitle, terms),
      text: formatExcerpt(part.section, terms),
      score: n ? part.score * scale : score,
      terms: found
    }
  })
}

function formatExcerpt({ text, foldedText }, terms) {
  if (!text) return ""
  const first = findBestPlace(foldedText, terms)
  let start = Math.max(0, first - BEFORE)
  if (start) start = Math.min(first, text.indexOf(" ", start) + 1 || first)
  let end = Math.min(text.length, start + WIDTH)
  if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), first + 1, end - 20)
  const marked = markTerms(text.slice(start, end), foldedText.slice(start, end), terms)
  return `<p>${start ? "…" : ""}${marked}${end < text.length ? "…" : ""}</p>`
}

// The place from which an excerpt holds as many of the terms as can be.
function findBestPlace(text, terms) {
  const places = terms.map(term => findPlaces(text, term, COUNTED))
  let best = 0
  let most = 0
  for (const start of places.flat().sort((a, b) => a - b)) {
    const end = start + WIDTH - BEFORE
    const held = places.filter(list => list.some(at => at >= start && at < end)).length
    if (held > most) [best, most] = [start, held]
  }
  return best
}

// Text -> HTML in which the words that begin with a term are marked.
function markTerms(text, folded, terms) {
  const marks = []
  for (const term of terms) {
    for (const at of findPlaces(folded, term, Infinity)) {
      let end = at + term.word.length
      while (!UNSPACED.test(term.word) && end < text.length && LETTER.test(text[end])) end += 1
      marks.push([at, end])
    }
  }
  marks.sort(([a], [b]) => a - b)
  let html = ""
  let done = 0
  for (const [start, end] of marks) {
    if (start < done) continue
    html += `${escapeText(text.slice(done, start))}<mark data-md-highlight>`
    html += `${escapeText(text.slice(start, end))}</mark>`
    done = end
  }
  return html + escapeText(text.slice(done))
}

// The word of titles and headings that begins with the last term, the most frequent one.
function suggestWord(term) {
  const counts = new Map()
  for (const { sections } of pages) {
    for (const { foldedTitle } of sections) {
      for (const at of findPlaces(foldedTitle, term, 1)) {
        const [word] = foldedTitle.slice(at).split(/[^\p{L}\p{N}]/u)
        counts.set(word, (counts.get(word) || 0) + 1)
      }
    }
  }
  const best = [...counts].sort((a, b) => b[1] - a[1])[0]
  return best && best[0] ? [best[0]] : []
}
