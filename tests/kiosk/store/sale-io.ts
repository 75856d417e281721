import type { IoRecord } from '#tests/support/io-recorder/io-recorder.ts'

/** What one sale cost from its last tender to the end of its COMMIT. */
export interface SaleIo {
  readonly syncs: number
  readonly bytes: number
  readonly mallocs: number
}

/** Takes what `selling-till.ts` did apart, sale by sale. */
export function saleIo(records: readonly IoRecord[]): SaleIo[] {
  const sales: SaleIo[] = []
  let syncs = 0
  let bytes = 0
  let mallocsBefore = 0
  for (const { op, name, bytes: written, mallocs } of records) {
    if (name === 'acknowledged') {
      if (written.toString().startsWith('sold')) sales.push({ syncs, bytes, mallocs: mallocs - mallocsBefore })
      mallocsBefore = mallocs
      syncs = 0
      bytes = 0
    } else if (op === 'sync' || op === 'sync_folder') syncs += 1
    else bytes += written.length
  }
  return sales
}
