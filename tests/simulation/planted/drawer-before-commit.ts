import { createCarryOut as createRightCarryOut, type CarryOutParts } from '#kiosk/effects/carry-out.ts'
import type { CarryOut } from '#kiosk/effects/till-runner.ts'

/** Planted: the drawer opens when the money is there, and the sale is stored afterwards. */
export const createCarryOut = (parts: CarryOutParts): CarryOut => {
  const carryOut = createRightCarryOut(parts)
  return (effect) => {
    if (effect.type === 'open_drawer') return []
    const takesCash = effect.type === 'complete_sale' && effect.tenders.some(({ kind }) => kind === 'cash')
    if (takesCash) void parts.devices.request('drawer.open', { reason: 'sale' })
    return carryOut(effect)
  }
}
