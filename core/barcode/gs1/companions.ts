import type { AiEntry } from '#core/barcode/gs1/ai-entry.ts'
import { findAi } from '#core/barcode/gs1/ai-table.ts'
import type { Gs1Element, Gs1Fault } from '#core/barcode/gs1/gs1-element.ts'

// The dictionary writes `n` for any digit: `31nn` is 3100 to 3199.
function fits(ai: string, pattern: string): boolean {
  return ai.length === pattern.length && Array.from(pattern).every((sign, at) => sign === 'n' || sign === ai[at])
}

const hasAny = (ais: readonly string[], pattern: string): boolean => ais.some((ai) => fits(ai, pattern))

function checkEntry(entry: AiEntry, others: readonly string[]): Gs1Fault | undefined {
  if (entry.excluded.some((pattern) => hasAny(others, pattern))) return 'companion_excluded'
  const isMet = entry.required.every((alternatives) =>
    alternatives.some((group) => group.every((pattern) => hasAny(others, pattern))),
  )
  return isMet ? undefined : 'companion_missing'
}

/**
 * Whether each Application Identifier has those beside it that it needs, and none that it does not go with (General
 * Specifications 4.13 and 4.14).
 */
export function checkCompanions(elements: readonly Gs1Element[]): Gs1Fault | undefined {
  const ais = elements.map(({ ai }) => ai)
  for (const ai of ais) {
    const entry = findAi(ai)
    const fault =
      entry &&
      checkEntry(
        entry,
        ais.filter((other) => other !== ai),
      )
    if (fault !== undefined) return fault
  }
  return undefined
}
