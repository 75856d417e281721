import type { Tender } from '#core/tender/tender.ts'
import type { Fact } from '#hub/ingest/fact.ts'

/** Payments without their references, and these by the place of the payment: they travel beside the entry. */
interface Parted {
  readonly tenders: readonly Tender[]
  /** Undefined where there is none. */
  readonly references: readonly string[] | undefined
}

/** Parts payments from what a client calls them: it may have written a name, a phone or an address of payment. */
export function partReferences(tenders: readonly Tender[]): Parted {
  const references = tenders.map((tender) => (tender.kind === 'other' ? (tender.reference ?? '') : ''))
  return {
    tenders: tenders.map((tender) =>
      tender.kind === 'other' ? Object.assign({}, tender, { reference: null }) : tender,
    ),
    references: references.every((reference) => reference === '') ? undefined : references,
  }
}

/** What a payment is called: a till says so in the sale, the API beside it; null where nobody does, or it was erased. */
export const referenceOf = ({ entry }: Fact, tender: Tender, position: number): string | null => {
  if (tender.kind !== 'other' || tender.reference !== null) return tender.kind === 'other' ? tender.reference : null
  const references = entry.private?.data['references']
  const reference: unknown = Array.isArray(references) ? references[position] : undefined
  return typeof reference === 'string' && reference !== '' ? reference : null
}
