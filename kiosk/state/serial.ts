import { cleanText } from '#core/barcode/clean-text.ts'
import type { Scan } from '#core/barcode/scan.ts'
import { addItem, isSerialInSale } from '#kiosk/state/add-item.ts'
import { scanOf } from '#kiosk/state/code-meaning.ts'
import { editEntry, PRINTABLE } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import { ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed, Scanned } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** As a sale's line holds it. */
const SERIAL_LENGTH_MAX = 64

/** Sells the piece with this number; a code that names an item is no serial number, it was scanned or typed ahead. */
const take = (state: TillState, world: World, text: string): StepResult => {
  const { screen } = state
  if (screen.name !== 'serial') return next(state)
  const serial = cleanText(text).trim()
  if (serial === '' || serial.length > SERIAL_LENGTH_MAX) return refuse(state, bad('serial_first'))
  if (world.findByCode(serial) !== undefined) return refuse(state, bad('serial_is_item'))
  const { item } = screen
  if (isSerialInSale(state.basket, item.product.id, serial)) return refuse(state, bad('serial_twice'))
  const attributes = { ...item.addition.attributes, serial }
  const sell: TillState = { ...state, screen: { name: 'sell' }, entry: '' }
  return addItem(sell, world, { ...item, addition: { ...item.addition, attributes } })
}

const saidSerial = (scan: Scan, text: string): string | undefined => {
  if (scan.kind === 'gtin') return scan.attributes?.serial ?? scan.text
  return scan.kind === 'gs1' ? scan.elements.find(({ ai }) => ai === '21')?.value : text
}

/** A scan is the serial number, plain or as AI 21 of GS1 data. */
export function scanSerial(state: TillState, { aim, text }: Scanned, world: World): StepResult {
  const scan = scanOf(aim, text, world)
  // Many serial numbers look like a GTIN with a wrong check digit.
  const isRefused = scan.kind === 'rejected' && scan.reason !== 'barcode_check_digit_wrong'
  if (isRefused) return refuse(state, bad(scan.reason))
  const serial = saidSerial(scan, text)
  return serial === undefined ? refuse(state, bad('gs1_no_item')) : take(state, world, serial)
}

/** Keys while the serial number is asked for. */
export function stepSerial(state: TillState, key: KeyPressed, world: World): StepResult {
  if (key.action === 'escape') {
    return next(state, { screen: { name: 'sell' }, entry: '', nextQuantity: undefined, notice: undefined })
  }
  if (key.action === 'enter') return take(state, world, state.entry)
  return editEntry(state, key, PRINTABLE) ?? ignoreKey(state, key)
}
