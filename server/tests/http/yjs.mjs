// An editor of pages as anybody could write one, with Yjs and y-websocket of npm. `node yjs.mjs ADDRESS PAGE TOKEN` says what the page says, writes to it, and ends once it has read
// "From Rust".

import { createRequire } from 'node:module'

const require = createRequire(new URL('../../../end2end/package.json', import.meta.url))
const [WebSocket, Y, { WebsocketProvider }] = ['ws', 'yjs', 'y-websocket'].map(require)

const [address, page, token] = process.argv.slice(2)
const doc = new Y.Doc()
const text = doc.getText('body')
const provider = new WebsocketProvider(address, page, doc, { params: { token }, WebSocketPolyfill: WebSocket, disableBc: true })
provider.awareness.setLocalStateField('user', { name: 'Whoever' })
provider.once('sync', () => {
  console.log(JSON.stringify(text.toString()))
  text.insert(0, 'From Yjs 😀. ')
})
text.observe(() => {
  if (text.toString().includes('From Rust')) {
    console.log(JSON.stringify(text.toString()))
    process.exit(0)
  }
})
setTimeout(() => process.exit(1), 20_000)
