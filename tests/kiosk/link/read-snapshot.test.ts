import { createHash, generateKeyPairSync } from 'node:crypto'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { CatalogueRow } from '#core/catalogue/change-set.ts'
import { catalogueRowText, snapshotSignedText } from '#core/catalogue/feed-hash.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { hubSignatureCheck } from '#kiosk/link/hub-signature.ts'
import { readSnapshot } from '#kiosk/link/read-snapshot.ts'
import { catalogueRows, makeProduct } from '#tests/kiosk/store/till-fixture.ts'

const signer = feedSigner(generateKeyPairSync('ed25519').privateKey)
const isSigned = hubSignatureCheck(signer.publicKey)
const rows = catalogueRows([makeProduct(1), makeProduct(2, { name: 'ಹಾಲು' })])
const head = { revision: 7, hash: 'ab'.repeat(32) }

const snapshotText = (
  change: { signedBy?: typeof signer; lines?: (lines: string[]) => string[]; rowCount?: number } = {},
): string => {
  const lines = rows.map((row) => `${catalogueRowText(row)}\n`)
  const contentHash = createHash('sha256').update(lines.join('')).digest('hex')
  const header = {
    kind: 'vendly_catalogue',
    ...head,
    rowCount: change.rowCount ?? rows.length,
    contentHash,
    signature: (change.signedBy ?? signer).sign(snapshotSignedText({ ...head, contentHash })),
  }
  return `${JSON.stringify(header)}\n${(change.lines?.(lines) ?? lines).join('')}`
}

const read = async (bytes: Uint8Array) => {
  const built: CatalogueRow[] = []
  const ends: string[] = []
  const builder = {
    add: (row: CatalogueRow) => void built.push(row),
    finish: () => void ends.push('finished'),
    discard: () => void ends.push('discarded'),
  }
  // In small pieces, so that lines and characters are cut anywhere.
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) => bytes.slice(at * 7, at * 7 + 7))
  const outcome = await readSnapshot(Readable.from(pieces), () => builder, isSigned).then(
    (value) => value,
    (error: unknown) => error,
  )
  return { outcome, built, ends }
}

describe('a snapshot of the catalogue', () => {
  it('is built row by row and finished with its revision', async () => {
    expect(await read(gzipSync(snapshotText()))).toEqual({ outcome: head, built: rows, ends: ['finished'] })
  })

  it.each([
    [
      'signed by another',
      snapshotText({ signedBy: feedSigner(generateKeyPairSync('ed25519').privateKey) }),
      'signature_wrong',
      [],
    ],
    ['with a row less', snapshotText({ lines: (lines) => lines.slice(1) }), 'signature_wrong', ['discarded']],
    [
      'with a row twice',
      snapshotText({ lines: (lines) => [...lines, ...lines.slice(-1)] }),
      'signature_wrong',
      ['discarded'],
    ],
    ['with rows exchanged', snapshotText({ lines: (lines) => lines.toReversed() }), 'signature_wrong', ['discarded']],
    [
      'with another price',
      snapshotText({ lines: (lines) => lines.map((line) => line.replace(':101', ':1')) }),
      'signature_wrong',
      ['discarded'],
    ],
    ['with a count that is wrong', snapshotText({ rowCount: 3 }), 'signature_wrong', ['discarded']],
    [
      'with a row of another kind',
      snapshotText({ lines: () => ['{"table":"users","row":{"id":1}}\n'] }),
      'hub_answer_invalid',
      ['discarded'],
    ],
    ['that breaks off in a line', snapshotText().slice(0, -9), 'hub_answer_invalid', ['discarded']],
    ['without a header', '{}\n', 'hub_answer_invalid', []],
    ['that is empty', '', 'hub_answer_invalid', []],
  ])('%s is refused', async (_what, text, code, ends) => {
    expect(await read(gzipSync(text))).toMatchObject({ outcome: { name: 'LinkError', code }, ends })
  })

  it('that is no gzip, or breaks off, is refused', async () => {
    expect(await read(Buffer.from('no gzip'))).toMatchObject({ outcome: { code: 'hub_answer_invalid' } })
    expect(await read(gzipSync(snapshotText()).subarray(0, -20))).toMatchObject({
      outcome: { code: 'hub_answer_invalid' },
      ends: ['discarded'],
    })
  })

  it('with a line without end is refused before it fills the memory', async () => {
    const endless = gzipSync(`${snapshotText()}${'x'.repeat(1024 * 1024)}`)
    expect(await read(endless)).toMatchObject({ outcome: { code: 'hub_answer_invalid' }, ends: ['discarded'] })
  })
})
