// An unmodified y-websocket client. Reads orders from stdin and says on stdout what it sees, each a JSON object a line.
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'

const require = createRequire(new URL('../../frontend/package.json', import.meta.url))
const Y = require('yjs')
const { WebsocketProvider } = require('y-websocket')
const { WebSocket } = require('ws')

const REPORT_EVERY_MS = 50

const { server, document, headers, origin } = JSON.parse(process.argv[2])
const kinds = new Set()

class SignedInSocket extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols, { headers, origin })
    this.on('message', (data) => kinds.add(new Uint8Array(data)[0]))
  }
}

const doc = new Y.Doc()
const title = doc.getText('title')
const body = doc.getXmlFragment('default')
const provider = new WebsocketProvider(server, document, doc, { WebSocketPolyfill: SignedInSocket, disableBc: true })

const textOf = (node) =>
  node instanceof Y.XmlText
    ? node
        .toDelta()
        .map(({ insert }) => insert)
        .join('')
    : node.toArray().map(textOf).join('')

let last = ''
const report = () => {
  const seen = JSON.stringify({
    client: doc.clientID,
    isSynced: provider.synced,
    title: title.toString(),
    body: textOf(body),
    presence: Object.fromEntries(provider.awareness.getStates()),
    kinds: [...kinds].sort((a, b) => a - b),
  })
  if (seen !== last) process.stdout.write(`${seen}\n`)
  last = seen
}
setInterval(report, REPORT_EVERY_MS)

const orders = {
  write: (text) => title.insert(title.length, text),
  show: (state) => provider.awareness.setLocalState(state),
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    for (const [order, value] of Object.entries(JSON.parse(line))) orders[order](value)
  })
  .on('close', () => process.exit())
