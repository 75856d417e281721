import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { editInk } from '#kiosk/build/keep-ink-caches.ts'

interface Output {
  write(x: number, y: number, text: string, options: { transformers: readonly [] }): void
  clip(clip: { x1?: number; x2?: number; y1?: number; y2?: number }): void
  unclip(): void
  get(): { output: string }
}
interface Operation {
  readonly write: { readonly x: number; readonly y: number; readonly text: string }
  readonly clip: { readonly x1: number; readonly x2: number } | undefined
}
type OutputClass = new (size: { width: number; height: number }) => Output

const inkOutput = fileURLToPath(new URL('output.js', import.meta.resolve('ink')))
const WIDTH = 8
const HEIGHT = 4

let folder = ''
let inks: OutputClass
let edited: OutputClass

const loaded = async (file: string): Promise<OutputClass> => {
  const { default: found } = (await import(pathToFileURL(file).href)) as { readonly default: OutputClass }
  return found
}

beforeAll(async () => {
  // Inside the project, so that the module finds what it imports.
  mkdirSync('.cache', { recursive: true })
  folder = mkdtempSync(resolve('.cache/ink-output-'))
  const file = join(folder, 'output.mjs')
  writeFileSync(file, editInk('output.js', readFileSync(inkOutput, 'utf8')).replace(/\n\/\/# sourceMappingURL.*/u, ''))
  inks = await loaded(inkOutput)
  edited = await loaded(file)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const glyph = fc.constantFrom('a', 'b', ' ', '日', 'é', 'e\u0301', '\u200b')
const style = fc.constantFrom('', '1', '38;5;252', '48;2;1;2;3')
const span = fc
  .tuple(style, fc.array(glyph, { maxLength: WIDTH + 2 }))
  .map(([sgr, glyphs]) => (sgr === '' ? glyphs.join('') : `\u001b[${sgr}m${glyphs.join('')}\u001b[0m`))
// Rows as wide as the screen are the ones that are not copied.
const full = fc.constantFrom('\u001b[1mabcdefgh\u001b[0m', 'ABCDEFGH', '\u001b[48;5;1m        \u001b[0m', '日本語日')
const line = fc.oneof(
  full,
  fc.array(span, { maxLength: 3 }).map((spans) => spans.join('')),
)
const text = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'))
const write = fc.record({ x: fc.integer({ min: -2, max: WIDTH }), y: fc.integer({ min: -1, max: HEIGHT }), text })
const atLeft = fc.record({ x: fc.constant(0), y: fc.integer({ min: 0, max: HEIGHT - 1 }), text: full })
const clip = fc.record({ x1: fc.integer({ min: 0, max: 3 }), x2: fc.integer({ min: 4, max: WIDTH }) })
const frame = fc.array(fc.record({ write: fc.oneof(atLeft, write), clip: fc.option(clip, { nil: undefined }) }), {
  maxLength: 8,
})

const drawn = (output: Output, operations: readonly Operation[]): string => {
  for (const operation of operations) {
    if (operation.clip !== undefined) output.clip(operation.clip)
    output.write(operation.write.x, operation.write.y, operation.write.text, { transformers: [] })
    if (operation.clip !== undefined) output.unclip()
  }
  return output.get().output
}

test("an edited frame is Ink's own, and the frames before it leave no trace", () => {
  const size = { width: WIDTH, height: HEIGHT }
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 4 }), (frames) => {
      for (const one of frames) expect(drawn(new edited(size), one)).toBe(drawn(new inks(size), one))
    }),
    { numRuns: 300 },
  )
})
