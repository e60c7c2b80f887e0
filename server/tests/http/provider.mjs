// A sign-in provider for the tests: the certified oidc-provider of npm, where people sign in by naming themselves. `node provider.mjs [PORT [SITE]]` prints its address when it is
// ready, and ends with the standard input.

import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(new URL('../../../end2end/package.json', import.meta.url))
const load = async (name) => import(pathToFileURL(require.resolve(name)).href)
const { default: Provider } = await load('oidc-provider')

const PEOPLE = {
  ada: { name: 'Ada Okafor', email: 'Ada@site.example', email_verified: true },
  ben: { name: '\u202E', email: 'ben.lindqvist@site.example', email_verified: true },
  eve: { name: 'Eve', email: 'eve@site.example', email_verified: false },
  sam: { name: 'Sam' },
}

// Its keys are made anew at every start, as those of a provider that changes them.
const { privateKey } = await crypto.subtle.generateKey(
  { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
  true,
  ['sign', 'verify'],
)
const { key_ops, ext, ...key } = await crypto.subtle.exportKey('jwk', privateKey)

const server = createServer()
await new Promise((resolve) => server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', resolve))
const issuer = `http://127.0.0.1:${server.address().port}`

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'guildhall',
      client_secret: 'a;secret=with+signs',
      redirect_uris: ['work', 'home'].map((slug) => `${process.argv[3] ?? 'http://site.example'}/sign-in/with/${slug}/callback`),
    },
  ],
  jwks: { keys: [{ ...key, kid: crypto.randomUUID(), use: 'sig', alg: 'RS256' }] },
  cookies: { keys: ['only for tests'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  features: { devInteractions: { enabled: false } },
  findAccount: (_, accountId) => ({ accountId, claims: async () => ({ sub: `${accountId}-7`, ...PEOPLE[accountId] }) }),
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  // Everybody has agreed already.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
    grant.addOIDCScope('openid email profile')
    await grant.save()
    return grant
  },
})

const answer = provider.callback()
server.on('request', async (request, response) => {
  const url = new URL(request.url, issuer)
  if (!url.pathname.startsWith('/interaction/')) return answer(request, response)
  const who = url.searchParams.get('as')
  if (who === null) {
    const ways = Object.keys(PEOPLE).map((who) => `<li><a href="?as=${who}">${who}</a></li>`)
    return response.setHeader('content-type', 'text/html; charset=utf-8').end(`<!doctype html><title>Who are you?</title><ul>${ways.join('')}</ul>`)
  }
  const result = PEOPLE[who] ? { login: { accountId: who } } : { error: 'access_denied', error_description: '<b>no</b>' }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
})

console.log(issuer)
process.stdin.resume().on('end', () => process.exit())
