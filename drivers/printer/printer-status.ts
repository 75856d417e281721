/** What a printer says of itself, unasked (GS a) or in real time (DLE EOT). */
export interface PrinterStatus {
  readonly isCoverOpen: boolean
  readonly isPaperOut: boolean
  readonly isPaperNearEnd: boolean
  readonly hasError: boolean
  /** The level of pin 3 of the drawer's connector; which level means open depends on the drawer. */
  readonly isDrawerPinHigh: boolean
}

/** One thing that a printer sent. */
export type PrinterMessage =
  | { readonly kind: 'status'; readonly status: PrinterStatus }
  /** The answer to DLE EOT; which one, only the asker knows. */
  | { readonly kind: 'realtime'; readonly byte: number }
  /** A fence was reached: all before it is on paper. */
  | { readonly kind: 'fence'; readonly processId: string }

/** What stops a printer from printing, the most telling first. */
export function obstacleOf(status: PrinterStatus): 'cover_open' | 'paper_out' | 'failure' | undefined {
  if (status.isCoverOpen) return 'cover_open'
  if (status.isPaperOut) return 'paper_out'
  return status.hasError ? 'failure' : undefined
}
