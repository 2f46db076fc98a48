// Writes the golden documents into a Y.Doc with the real Yjs, as the browser keeps them, and says the bytes (base64).
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const require = createRequire(new URL('../../frontend/package.json', import.meta.url))
const Y = require('yjs')

const { isOld } = JSON.parse(process.argv[2])
const examples = JSON.parse(readFileSync(new URL('../data/markdown.json', import.meta.url), 'utf8'))

const isLetter = ({ type, content }) => type === 'text' || (!content && ATOMS.includes(type))
const ATOMS = ['hardBreak', 'mention', 'documentLink', 'inlineMath', 'footnoteReference', 'sparkle']
const LINES = ['paragraph', 'heading', 'image', 'detailsSummary', 'codeBlock']

const formats = ({ marks = [] }) => Object.fromEntries(marks.map(({ type, attrs = {} }) => [type, attrs]))

const line = (children) => {
  const text = new Y.XmlText()
  const delta = children.map((child) => ({
    insert: child.type === 'text' ? child.text : { type: child.type, attrs: child.attrs ?? {} },
    attributes: formats(child),
  }))
  text.applyDelta(delta, { sanitize: false })
  return text
}

// How it was before: what stands in a line was an element between two texts.
const oldLine = (children) =>
  children.map((child) => (child.type === 'text' || child.marks ? line([child]) : element(child)))

const element = (node) => {
  const made = new Y.XmlElement(node.type)
  for (const [name, value] of Object.entries(node.attrs ?? {})) made.setAttribute(name, value)
  const children = node.content ?? []
  const isLine = LINES.includes(node.type) && children.every(isLetter)
  made.insert(0, isLine ? (isOld ? oldLine(children) : [line(children)]) : children.map(element))
  return made
}

const updates = examples.map(({ doc: { content = [] } }) => {
  const doc = new Y.Doc()
  doc.getXmlFragment('default').insert(0, content.map(element))
  return Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64')
})
process.stdout.write(JSON.stringify(updates))
