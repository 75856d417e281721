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

const forbiddenNames = /(?:^|\/)(?:\.env(?:\.(?!example$)[^/]*)?|[^/]*\.(?:pem|key|p12|pfx|sqlite|db|dump|log))$/

const secretsIn = (text: string): string[] =>
  Object.keys(secretPatterns).filter((name) => secretPatterns[name]?.test(text))

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
      .filter((file) => file !== 'tests/architecture/no-secrets.test.ts')
      .flatMap((file) => secretsIn(readFileSync(file, 'utf8')).map((name) => `${file}: ${name}`))
    expect(found).toEqual([])
  })

  test('the check finds planted secrets', () => {
    expect(secretsIn(`key = "${['sk', 'live', 'abcdefghijklmnop1234'].join('_')}"`)).toEqual(['Stripe key'])
    expect(secretsIn(`JWT_SECRET=${'a1'.repeat(32)}`)).toEqual(['filled-in secret'])
    expect(secretsIn(`-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(16)}`)).toEqual(['private key'])
    expect(forbiddenNames.test('hub/.env')).toBe(true)
    expect(forbiddenNames.test('.env.example')).toBe(false)
  })
})
