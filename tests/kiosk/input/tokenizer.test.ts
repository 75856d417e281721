import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TerminalEvent } from '#kiosk/input/terminal-event.ts'
import { Tokenizer } from '#kiosk/input/tokenizer.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** `F8`, `Enter` for keys, `'4'` for text, `<4>` for pasted text. */
const shortly = (event: TerminalEvent): string => {
  if (event.type === 'key') return event.key
  if (event.type === 'text') return event.isPasted ? `<${event.text}>` : `'${event.text}'`
  return `${event.action} ${event.column},${event.row}`
}

const readAll = (text: string): string => {
  const tokenizer = new Tokenizer()
  return [...tokenizer.push(bytesOf(text)), ...tokenizer.flush()].map(shortly).join(' ')
}

test.for([
  ['1\r2\r', "'1' Enter '2' Enter"],
  ['1\r\n2\n', "'1' Enter '2' Enter"],
  ['\u001bOP\u001bOQ\u001bOR\u001bOS', 'F1 F2 F3 F4'],
  ['\u001b[[A\u001b[[B\u001b[[C\u001b[[D\u001b[[E', 'F1 F2 F3 F4 F5'],
  ['\u001b[11~\u001b[15~\u001b[17~\u001b[18~\u001b[19~\u001b[20~\u001b[21~', 'F1 F5 F6 F7 F8 F9 F10'],
  ['\u001b[23~\u001b[24~', 'F11 F12'],
  ['\u001b[A\u001b[B\u001bOC\u001bOD', 'Up Down Right Left'],
  ['\u001b[5~\u001b[6~\u001b[H\u001b[F\u001b[1~\u001b[4~', 'PageUp PageDown Home End Home End'],
  ['\u001b[3~\u001b[2~\t\u001b[Z\u007f\b', 'Delete Insert Tab Shift+Tab Backspace Backspace'],
  ['\u001b[1;5A\u001b[15;2~\u001b[1;2P', 'Ctrl+Up Shift+F5 Shift+F1'],
  ['\u000c\u0011', 'Ctrl+L Ctrl+Q'],
  ['\u001b', 'Escape'],
  ['\u001b\u001b', 'Escape Escape'],
  ['\u001b3', "Escape '3'"],
  ['\u001b[', "Escape '['"],
  ['\u001bO', "Escape 'O'"],
  ['\u001bOx\u001bOM', "'8' Enter"],
  ['ä₹🥛', "'ä' '₹' '🥛'"],
  ['\u001b[<0;10;5M\u001b[<0;10;5m\u001b[<64;1;1M\u001b[<65;1;1M', 'press 9,4 release 9,4 wheel_up 0,0 wheel_down 0,0'],
  ['\u001b[200~5\r0\u001b[A\u001b[201~\r', '<5> <0> Enter'],
  ['\u001b[?1;2c\u001b[12;5R\u001b[999z1', "'1'"],
  ['\u001b[12\r', 'Enter'],
] as const)('%j is %s', ([bytes, events]) => {
  expect(readAll(bytes)).toBe(events)
})

test('counts what it drops', () => {
  const tokenizer = new Tokenizer()
  tokenizer.push(Uint8Array.of(0xff, 0x80, 0xc3, 0x41, 0x00))
  tokenizer.push(bytesOf('\u001b[999z\u0085'))
  expect(tokenizer.droppedSequences).toBe(6)
})

test('a paste without an end gives the keyboard back', () => {
  const text = readAll(`\u001b[200~${'x'.repeat(5000)}\r`)
  expect(text.endsWith("'x' Enter")).toBe(true)
})

const piece = fc.oneof(
  fc.constantFrom(
    '\u001b',
    '\u001b[',
    '\u001bO',
    '\u001b[A',
    '\u001b[[A',
    '\u001b[15~',
    '\r',
    '\n',
    '1',
    'ä',
    '₹',
    '🥛',
  ),
  fc.constantFrom('\u001b[200~', '\u001b[201~', '\u001b[<0;3;4M', '\u0085', '\u007f', '[', 'O', '~', ';5'),
)
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.array(piece, { maxLength: 20 }).map((pieces) => bytesOf(pieces.join(''))),
)

test('gives the same events however the bytes are cut', () => {
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(60), { maxLength: 10 }), (input, cuts) => {
      const whole = new Tokenizer()
      const expected = [...whole.push(input), ...whole.flush()]
      const cut = new Tokenizer()
      const edges = [0, ...cuts.filter((at) => at < input.length).toSorted((a, b) => a - b), input.length]
      const events = edges.slice(1).flatMap((end, at) => cut.push(input.subarray(edges[at], end)))
      expect([...events, ...cut.flush()]).toEqual(expected)
      expect(cut.droppedSequences).toBe(whole.droppedSequences)
    }),
    { numRuns: 2000 },
  )
})

test('never gives a control character as text', () => {
  expect(() =>
    fc.assert(
      fc.property(bytes, (input) => {
        const tokenizer = new Tokenizer()
        const events = [...tokenizer.push(input), ...tokenizer.flush()]
        return events.every((event) => event.type !== 'text' || /^\P{Control}$/u.test(event.text))
      }),
      { numRuns: 1000 },
    ),
  ).not.toThrow()
})
