import { readAiRow, type AiEntry } from '#core/barcode/gs1/ai-entry.ts'
import { aiRows } from '#core/barcode/gs1/ai-rows.ts'

const entries: ReadonlyMap<string, AiEntry> = new Map(aiRows.flatMap(readAiRow).map((entry) => [entry.ai, entry]))

/** Every Application Identifier there is, in the order of its digits. */
export const allAis: readonly string[] = [...entries.keys()]

/** What is known of an Application Identifier, such as `01`; undefined where GS1 has given none such. */
export function findAi(ai: string): AiEntry | undefined {
  return entries.get(ai)
}

/** The Application Identifier that stands at this place of an element string; none is the beginning of another. */
export function findAiAt(text: string, offset: number): AiEntry | undefined {
  for (let digits = 2; digits <= 4; digits++) {
    const entry = entries.get(text.slice(offset, offset + digits))
    if (entry !== undefined) return entry
  }
  return undefined
}
