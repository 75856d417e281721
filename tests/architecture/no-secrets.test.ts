import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/** What a committed secret looks like; each name says what was found. */
const secretPatterns: Readonly<Record<string, RegExp>> = {
  'private key': /-----BEGIN (?:RSA |EC |OPENSSH |ENCRYPTED )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{40}/,
  'Stripe key': /\b[sr]k_live_[A-Za-z0-9]{16,}/,
  'webhook secret': /\bwhsec_[A-Za-z0-9]{24,}/,
  'AWS key': /\bAKIA[0-9A-Z]{16}\b/,
  'GitHub token': /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  'Slack token': /\bxox[baprs]-[A-Za-z0-9-]{20,}/,
  'filled-in secret': /^(?:JWT_SECRET|ENCRYPTION_KEY|SMTP_PASSWORD|STRIPE_SECRET_KEY)=["']?[^\s"'$<#]{8,}/m,
}

// A name that speaks of a secret, what it is assigned, and a literal as long as a 128-bit key; also inside `Buffer.from(`.
const assigned =
  /(?:secret|key|token|password|passwd|passphrase|pepper|credential)\w*["'`]?\]?\s*(?::\s*[\w<>[\]| ]{1,40}=|[:=])\s*(?:[\w.]+\(\s*)?["'`]([\w+/=-]{24,})["'`]/gi
// The same as a line of a settings file or a script.
const exported = /^\s*(?:export )?\w*(?:SECRET|KEY|TOKEN|PASSWORD|PEPPER)\w*[:=]\s*([\w+/=-]{24,})\s*$/gm

const HEX_LENGTH_MIN = 32
// Random hexadecimal digits hold nearly 4 bits each, random base64 nearly 6; a few dozen of them seem to hold
// less, and words hold less still.
const HEX_BITS_MIN = 3
const BASE64_BITS_MIN = 4.2

/** Bits that each character of a text holds, by how often it stands there. */
const bitsPerCharacter = (text: string): number => {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0)
}

const isRandom = (literal: string): boolean => {
  const bits = bitsPerCharacter(literal)
  if (/^[0-9a-f]+$/i.test(literal)) return literal.length >= HEX_LENGTH_MIN && bits >= HEX_BITS_MIN
  return /\d/.test(literal) && /[a-z]/i.test(literal) && bits >= BASE64_BITS_MIN
}

const assignedSecrets = (text: string): string[] =>
  [...text.matchAll(assigned), ...text.matchAll(exported)].flatMap(([, literal = '']) =>
    isRandom(literal) ? ['assigned literal'] : [],
  )

/** Where such a literal is no secret, and why. */
const publicLiterals: Readonly<Record<string, string>> = {
  'tests/hub/identity/login.test.ts': 'the example key of RFC 7515, A.1, which is published with its tokens',
}

const forbiddenNames = /(?:^|\/)(?:\.env(?:\.(?!example$)[^/]*)?|[^/]*\.(?:pem|key|p12|pfx|sqlite|db|dump|log))$/

const secretsIn = (text: string): string[] => [
  ...Object.keys(secretPatterns).filter((name) => secretPatterns[name]?.test(text)),
  ...assignedSecrets(text),
]

const tracked = (): string[] => {
  try {
    const options = { encoding: 'utf8' as const, stdio: ['ignore' as const, 'pipe' as const, 'ignore' as const] }
    return execFileSync('git', ['ls-files', '-z'], options).split('\0').filter(Boolean)
  } catch {
    return []
  }
}

describe('no secret is committed', () => {
  const files = tracked()

  test.skipIf(files.length === 0)('no file looks like a secret, a dump or a log (needs a git checkout)', () => {
    expect(files.filter((file) => forbiddenNames.test(file))).toEqual([])
  })

  test.skipIf(files.length === 0)('no text holds a secret (needs a git checkout)', () => {
    const found = files
      .filter((file) => file !== 'tests/architecture/no-secrets.test.ts' && publicLiterals[file] === undefined)
      .flatMap((file) => secretsIn(readFileSync(file, 'utf8')).map((name) => `${file}: ${name}`))
    expect(found).toEqual([])
  })

  test.skipIf(files.length === 0)('what is let through has what it is let through for (needs a git checkout)', () => {
    for (const file of Object.keys(publicLiterals)) {
      expect(secretsIn(readFileSync(file, 'utf8'))).toEqual(['assigned literal'])
    }
  })

  const hex = 'f3a91c0be7724d5886d1e0945bc37a2f1d6e8b90c4a7f25338e61b9d07c2f4ea'
  const base64 = 'q8Zt3vXw1LrY0pKd7NfHc5BgJm2UaEsT9iOxQyV6+/A='

  test.each([
    `export const FEED_SECRET = '${hex}'`,
    `const signingKey: string = "${base64}"`,
    `const key =\n  '${hex.slice(0, 32)}'`,
    `{ 'api_token': \`${base64.replaceAll(/[+/=]/g, '_')}\` }`,
    `const pepper = Buffer.from('${hex}', 'hex')`,
    `readonly #password = '${base64}'`,
    `  - name: x\nHUB_TOKEN=${base64}\n`,
  ])('a literal that is assigned to what is called a secret is found (case %#)', (text) => {
    expect(secretsIn(text)).toEqual(['assigned literal'])
  })

  test.each([
    `const hash = '${hex}'`,
    `"integrity": "sha512-${base64}"`,
    "const key = 'a secret of tests that is long enough'",
    "{ key: 'authorisation_hub_unheard_and_more' }",
    `const key = '${'00'.repeat(32)}'`,
    'const tokenKey = readFileSync(join(folder, name))',
  ])('a hash, a word and a placeholder are none (case %#)', (text) => {
    expect(secretsIn(text)).toEqual([])
  })

  test('the check finds planted secrets', () => {
    expect(secretsIn(`key = "${['sk', 'live', 'abcdefghijklmnop1234'].join('_')}"`)).toContain('Stripe key')
    expect(secretsIn(`JWT_SECRET=${'a1'.repeat(32)}`)).toContain('filled-in secret')
    expect(secretsIn(`-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(16)}`)).toEqual(['private key'])
    expect(forbiddenNames.test('hub/.env')).toBe(true)
    expect(forbiddenNames.test('.env.example')).toBe(false)
  })
})
