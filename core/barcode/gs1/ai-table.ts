import { aisOfRow, readAiRow, type AiEntry } from '#core/barcode/gs1/ai-entry.ts'
import { aiRows } from '#core/barcode/gs1/ai-rows.ts'

const rows: ReadonlyMap<string, string> = new Map(aiRows.flatMap((row) => aisOfRow(row).map((ai) => [ai, row])))

// Most shops meet a dozen of them: a row is read when it is first asked for, and not while a till starts.
const entries = new Map<string, AiEntry>()

/** Every Application Identifier there is, in the order of the dictionary. */
export const allAis: readonly string[] = [...rows.keys()]

/** What is known of an Application Identifier, such as `01`; undefined where GS1 has given none such. */
export function findAi(ai: string): AiEntry | undefined {
  const known = entries.get(ai)
  const row = rows.get(ai)
  if (known !== undefined || row === undefined) return known
  const entry = readAiRow(ai, row)
  entries.set(ai, entry)
  return entry
}

/** The Application Identifier that stands at this place of an element string; none is the beginning of another. */
export function findAiAt(text: string, offset: number): AiEntry | undefined {
  for (let digits = 2; digits <= 4; digits++) {
    const entry = findAi(text.slice(offset, offset + digits))
    if (entry !== undefined) return entry
  }
  return undefined
}
