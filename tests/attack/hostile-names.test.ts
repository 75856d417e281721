import fc from 'fast-check'
import { Check } from 'typebox/value'
import { expect, test } from 'vitest'
import { changeSetSchema } from '#core/catalogue/change-set.ts'
import { EscPosPrinter } from '#drivers/printer/escpos-printer.ts'
import { MemoryCable } from '#drivers/transport/memory-cable.ts'
import { VirtualDrawer } from '#drivers/virtual/virtual-drawer.ts'
import { VirtualPrinter } from '#drivers/virtual/virtual-printer.ts'
import { galleryView } from '#kiosk/gallery/gallery-view.ts'
import { MountedTill } from '#kiosk/gallery/mount.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'
import { makeBench } from '#tests/drivers/driver-bench.ts'
import { startRealTill } from '#tests/kiosk/effects/real-till.ts'
import { TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'
import { anyText } from '#tests/support/any-text.ts'
import { openTestHub } from '#tests/support/test-hub.ts'
import { tinyProducts } from '#tests/support/tiny-catalogue.ts'
import { action } from '#tests/support/tiny-till.ts'

const hostileNames = [
  // ESC p: open the drawer, as it waits in the line; DLE DC4: the same, at once (ESC/POS, kick-out connector).
  '\u001bp\u0000\u0019\u00fa',
  '\u0010\u0014\u0001\u0000\u0001',
  // ESC @, GS V, GS r: start anew, cut, ask for the status that another job waits for.
  '\u001b@\u001dV\u0000\u001dr\u0001',
  // Of a terminal: clear, title, C1's CSI, answer back, right to left, half a character.
  '\u001b[2J\u001b[H\u001b]0;owned\u0007\u009b31m\u001b[c\u202emoc\ud800',
  'Tea\n\r\nTOTAL                 0.00\n',
]

/** No control characters, and none that turn the reading direction. */
const OBEYED_BY_NOBODY = /^[^\p{Cc}\u202a-\u202e\u2066-\u2069]+$/u

test('whatever name is posted, it is refused or is a change that every till takes', async () => {
  const hub = await openTestHub()
  const name = fc.oneof(
    anyText,
    fc.string({ minLength: 90, maxLength: 210 }),
    fc.tuple(fc.constantFrom(...hostileNames), anyText).map(([hostile, more]) => hostile + more),
  )
  await fc.assert(
    fc.asyncProperty(name, async (text) => {
      const { json: before } = await hub.ask<{ head: { revision: number; hash: string } }>(
        'GET',
        '/api/v1/feed?since=0',
      )
      const { status } = await hub.ask('POST', '/api/v1/products', { body: { name: text, price: 1 } })
      const { revision, hash } = before.head
      const { json } = await hub.ask<{ sets: readonly unknown[] }>('GET', `/api/v1/feed?since=${revision}&hash=${hash}`)
      expect([status, json.sets.length]).toEqual(status === 201 ? [201, 1] : [422, 0])
      for (const set of json.sets) expect(Check(changeSetSchema, set)).toBe(true)
      expect(status === 422 || OBEYED_BY_NOBODY.test(text)).toBe(true)
    }),
    { numRuns: 100 },
  )
  expect(hub.bugs).toEqual([])
  await hub.close()
}, 30_000)

/** The bytes of a frame without what Screen itself sends: CSI sequences, and nothing else that begins with ESC. */
const withoutOwnSequences = (bytes: string): string =>
  bytes
    .split('\u001b[')
    .map((part, at) => (at === 0 ? part : part.replace(/^[?<>]?[\d;]*[A-Za-z]/u, '')))
    .join('')

/** A printer with a drawer at its socket, written from the manual. */
async function openPrinter() {
  const cable = new MemoryCable('printer')
  const drawer = new VirtualDrawer(() => virtual.drawerMoved())
  const virtual = new VirtualPrinter(cable, drawer, 42, () => undefined)
  const bench = makeBench('receipt', cable)
  const printer = new EscPosPrinter(bench.ports, { columns: 42, stallMs: 100 })
  printer.start()
  await bench.reaches('idle')
  return { printer, drawer, virtual, [Symbol.asyncDispose]: () => printer.close() }
}

const code = (at: number): string => `90${at}`

const hostileRows = hostileNames.map((name, at) => ({
  table: 'product' as const,
  row: { ...tinyProducts.milk, id: 900 + at, barcodes: [code(at)], name },
}))

test('a name that is in the catalogue all the same is shown and printed, and obeyed by nobody', async () => {
  using folder = new TemporaryFolder()
  await using paper = await openPrinter()
  const till = startRealTill(folder.path, {
    'printer.print': async ({ jobId, document }) => paper.printer.print({ jobId, kind: 'receipt', document }),
  })
  const { revision, hash } = till.store.catalogue.head()
  const changes = { revision: revision + 1, previousHash: hash, hash: '2'.repeat(64), signature: '' }
  expect(till.store.catalogue.applyChangeSet({ ...changes, rows: hostileRows })).toBe(true)
  till.signIn()
  till.do(...hostileNames.map((_, at) => `${code(at)}⏎`))

  const sent: string[] = []
  const shown = new MountedTill(galleryView(till.state(), { theme: darkTheme, columns: 80, rows: 24 }))
  shown.screen.subscribe((bytes) => sent.push(bytes))
  shown.terminal.onTitleChange((title) => expect.fail(`The title is ${title}.`))
  for (const search of ['', '/owned']) {
    till.do(search)
    shown.show(galleryView(till.state(), { theme: darkTheme, columns: 80, rows: 24 }))
  }
  till.do('⎋')
  expect(await shown.text()).toContain('1 found')
  expect(withoutOwnSequences(sent.join(''))).toMatch(OBEYED_BY_NOBODY)
  shown.close()

  till.do(action('cash'))
  expect(till.state()).toMatchObject({ screen: { name: 'complete' } })
  await till.close()
  expect(paper.drawer.isOpen).toBe(false)
  const rows = paper.virtual.paperRows
  // A name stays in its own row: it adds no line that reads like the receipt's.
  expect(rows.filter((row) => row.includes('TOTAL  '))).toEqual([expect.stringMatching(/^Tea TOTAL +0\.00 +74\.00$/u)])
  expect(rows.join('')).not.toMatch(/\p{Cc}/u)
})
