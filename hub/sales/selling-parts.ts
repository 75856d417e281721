import type { NewId } from '#core/ports/new-id.ts'
import type { PrivateParts } from '#hub/ingest/private-part.ts'

/** What selling and giving back at the API need of the hub. */
export interface SellingParts extends PrivateParts {
  readonly newId: NewId
  readonly nowMs: () => number
}
