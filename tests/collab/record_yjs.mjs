// Writes tests/data/yjs_updates.json.gz: updates that real Yjs clients make of random edits.
// Run it in the repository's root, with the frontend's packages installed: node tests/collab/record_yjs.mjs
import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const require = createRequire(new URL('../../frontend/package.json', import.meta.url))
const Y = require('yjs')

const HISTORIES = 40
const EDITS = 120
const WORDS = ['a', 'b', 'word ', 'ünï', '😀', '👩‍💻 ', '漢字', 'x'.repeat(60), '\n']
const VALUES = ['left', 3, 2.5, true, null, { deep: [1, '😀', { er: [] }] }, -(2 ** 40), ['a', 'b'], 1e300, 10n]

let seed = 20
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}
const below = (n) => Math.floor(random() * n)
const oneOf = (list) => list[below(list.length)]

const nodesOf = (node) => node.toArray().flatMap((child) => (child instanceof Y.XmlText ? [child] : [child, ...nodesOf(child)]))

// Text may be cut between characters only, as an editor does.
const boundaries = (text) => {
  const positions = [0]
  for (const { insert } of text.toDelta()) {
    for (const character of insert) positions.push(positions.at(-1) + character.length)
  }
  return positions
}

const edits = {
  add: (doc, texts, elements) => {
    const parent = elements.length > 0 && random() < 0.3 ? oneOf(elements) : doc.getXmlFragment('default')
    const element = new Y.XmlElement(oneOf(['paragraph', 'heading', 'bulletList']))
    if (random() < 0.3) element.setAttribute('level', oneOf(VALUES))
    if (random() < 0.8) element.insert(0, [new Y.XmlText(oneOf(WORDS))])
    parent.insert(below(parent.length + 1), [element])
  },
  write: (doc, texts) => texts.length > 0 && ((text) => text.insert(oneOf(boundaries(text)), oneOf(WORDS)))(oneOf(texts)),
  type: (doc, texts) => {
    if (texts.length === 0) return
    const text = oneOf(texts)
    let position = oneOf(boundaries(text))
    for (const letter of 'typed') text.insert(position++, letter)
  },
  erase: (doc, texts) => {
    if (texts.length === 0) return
    const text = oneOf(texts)
    const [from, to] = [oneOf(boundaries(text)), oneOf(boundaries(text))].sort((a, b) => a - b)
    text.delete(from, to - from)
  },
  mark: (doc, texts) => {
    if (texts.length === 0) return
    const text = oneOf(texts)
    const [from, to] = [oneOf(boundaries(text)), oneOf(boundaries(text))].sort((a, b) => a - b)
    text.format(from, to - from, { [oneOf(['bold', 'link'])]: oneOf([true, null, { href: 'https://example.com/ü' }]) })
  },
  set: (doc, texts, elements) => elements.length > 0 && oneOf(elements).setAttribute(oneOf(['level', 'align']), oneOf(VALUES)),
  unset: (doc, texts, elements) => elements.length > 0 && oneOf(elements).removeAttribute('level'),
  remove: (doc) => {
    const body = doc.getXmlFragment('default')
    if (body.length > 3) body.delete(below(body.length), 1)
  },
  title: (doc) => doc.getText('title').insert(0, oneOf(WORDS)),
}

const recordHistory = () => {
  const updates = []
  const people = [0, 1, 2].map((n) => {
    const doc = new Y.Doc({ gc: n !== 1 })
    doc.clientID = below(2 ** 32)
    const undo = new Y.UndoManager([doc.getXmlFragment('default')], { captureTimeout: 0 })
    doc.on('update', (update, origin) => origin !== 'heard' && updates.push(update))
    return { doc, undo }
  })
  const kinds = Object.keys(edits)
  for (let n = 0; n < EDITS; n++) {
    const { doc, undo } = oneOf(people)
    const nodes = nodesOf(doc.getXmlFragment('default'))
    const texts = nodes.filter((node) => node instanceof Y.XmlText)
    const elements = nodes.filter((node) => node instanceof Y.XmlElement)
    const edit = edits[random() < 0.3 ? 'write' : oneOf(kinds)]
    doc.transact(() => edit(doc, texts, elements))
    if (random() < 0.1) undo.undo()
    if (random() < 0.05) undo.redo()
    if (random() < 0.4) {
      const listener = oneOf(people)
      Y.applyUpdate(listener.doc, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(listener.doc)), 'heard')
    }
  }
  return updates
}

const base64 = (bytes) => Buffer.from(bytes).toString('base64')

const histories = Array.from({ length: HISTORIES }, () => {
  const updates = recordHistory()
  const cut = below(updates.length)
  const [early, doc] = [new Y.Doc(), new Y.Doc()]
  for (const update of updates.slice(0, cut)) Y.applyUpdate(early, update)
  for (const update of updates) Y.applyUpdate(doc, update)
  return {
    updates: updates.map(base64),
    cut, // the other ones hold what comes after that many updates, or all
    merged: base64(Y.mergeUpdates(updates.slice(cut))),
    difference: base64(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(early))),
    whole: base64(Y.encodeStateAsUpdate(doc)),
    stateVector: base64(Y.encodeStateVector(doc)),
    characters: nodesOf(doc.getXmlFragment('default')).filter((node) => node instanceof Y.XmlText).map((text) => text.toDelta().map(({ insert }) => insert).join('')),
  }
})
const file = new URL('../data/yjs_updates.json.gz', import.meta.url)
writeFileSync(file, gzipSync(JSON.stringify(histories), { level: 9 }))
