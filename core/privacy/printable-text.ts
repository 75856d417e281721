const TAB = 9
const LINE_FEED = 10

// C0, DEL and C1 (a terminal or a printer obeys them), and the marks that reorder a line (CVE-2021-42574).
const obeyed: ReadonlyArray<readonly [from: number, to: number]> = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x20_2a, 0x20_2e],
  [0x20_66, 0x20_69],
]

const isObeyed = (code: number): boolean =>
  code !== TAB && code !== LINE_FEED && obeyed.some(([from, to]) => code >= from && code <= to)

/** True for text that is only ever shown: no control or reordering characters, no lone surrogates. */
export function isPrintableText(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (isObeyed(text.charCodeAt(index))) return false
  return text.isWellFormed()
}
