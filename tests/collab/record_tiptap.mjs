// Writes tests/data/tiptap_updates.json.gz: updates that Tiptap's Yjs binding makes of random edits by two people.
// Run it in the repository's root, with the frontend's packages installed: node tests/collab/record_tiptap.mjs
import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const require = createRequire(new URL('../../frontend/package.json', import.meta.url))
const Y = require('yjs')
const { getSchema } = require('@tiptap/core')
const { StarterKit } = require('@tiptap/starter-kit')
const { updateYFragment, yXmlFragmentToProsemirrorJSON } = require('@tiptap/y-tiptap')

const HISTORIES = 25
const EDITS = 60
const MARKS = [{ type: 'bold' }, { type: 'italic' }, { type: 'link', attrs: { href: 'https://example.com/ü?😀' } }]
const WORDS = ['a', 'hello ', '😀', '👩‍💻', '漢字 ', 'ü']

let seed = 5
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}
const below = (n) => Math.floor(random() * n)
const oneOf = (list) => list[below(list.length)]

const marks = () => MARKS.filter(() => random() < 0.2)
const words = () => ({ type: 'text', text: oneOf(WORDS).repeat(1 + below(3)), marks: marks() })
const inline = () => Array.from({ length: below(4) }, () => (random() < 0.15 ? { type: 'hardBreak' } : words()))
const listItem = (depth) => ({ type: 'listItem', content: [{ type: 'paragraph', content: inline() }, ...(random() < 0.3 ? [block(depth + 1)] : [])] })
const blocks = [
  () => ({ type: 'paragraph', content: inline() }),
  () => ({ type: 'heading', attrs: { level: 1 + below(3) }, content: inline() }),
  () => ({ type: 'horizontalRule' }),
  () => ({ type: 'codeBlock', attrs: { language: oneOf([null, 'js']) }, content: [{ type: 'text', text: 'code 😀\n' }] }),
  (depth) => ({ type: 'blockquote', content: [block(depth + 1)] }),
  (depth) => ({ type: 'bulletList', content: [listItem(depth)] }),
]
const block = (depth) => blocks[below(depth > 3 ? 4 : blocks.length)](depth)

const rewrite = (text) => oneOf([text + 'z', text.replace('😀', '😃'), 'q' + text])
const edited = (node) => {
  if (!node.content?.some((child) => child.type === 'text')) return block(0)
  const change = (child) => ({ ...child, text: rewrite(child.text), marks: random() < 0.3 && node.type !== 'codeBlock' ? marks() : child.marks })
  return { ...node, content: node.content.map((child) => (child.type === 'text' && random() < 0.7 ? change(child) : child)) }
}
const editedContent = (content) => {
  const at = below(content.length)
  const choice = random()
  if (content.length < 2 || choice < 0.3) return content.toSpliced(at, 0, block(0))
  return choice < 0.4 ? content.toSpliced(at, 1) : content.with(at, edited(content[at]))
}

const schema = getSchema([StarterKit])
const recordHistory = () => {
  const updates = []
  const docs = [0, 1].map(() => {
    const doc = new Y.Doc()
    doc.clientID = below(2 ** 32)
    doc.on('update', (update, origin) => origin !== 'heard' && updates.push(Buffer.from(update).toString('base64')))
    return doc
  })
  for (let n = 0; n < EDITS; n++) {
    const writer = below(2)
    const body = docs[writer].getXmlFragment('default')
    const node = schema.nodeFromJSON({ type: 'doc', content: editedContent(yXmlFragmentToProsemirrorJSON(body).content ?? []) })
    docs[writer].transact(() => updateYFragment(docs[writer], body, node, { mapping: new Map(), isOMark: new Map() }))
    if (random() < 0.4) {
      const listener = docs[1 - writer]
      Y.applyUpdate(listener, Y.encodeStateAsUpdate(docs[writer], Y.encodeStateVector(listener)), 'heard')
    }
  }
  return updates
}

const histories = Array.from({ length: HISTORIES }, recordHistory)
const file = new URL('../data/tiptap_updates.json.gz', import.meta.url)
writeFileSync(file, gzipSync(JSON.stringify(histories), { level: 9 }))
