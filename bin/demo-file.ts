import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoProducts } from '#hub/demo/shop.ts'
import { demoStaff } from '#hub/demo/staff.ts'

/** So many best sellers are on the panel, ready to scan. */
const PANEL_PRODUCTS = 12

/** Codes that a good till refuses or asks about, ready to scan too. */
const badCodes = [
  { name: 'Unknown barcode', code: '0412345678903' },
  { name: 'Wrong check digit', code: '4006381333932', aim: ']E0' },
  { name: 'Card number', code: '4111111111111111', aim: ']C0' },
]

/** Writes what the demo kiosk shows beside the till: the staff with their PINs, and products for the panel. */
export function writeDemoFile(dataFolder: string): void {
  const folder = join(dataFolder, 'kiosk')
  mkdirSync(folder, { recursive: true })
  const staff = demoStaff.map(({ operator, pin }) => ({
    number: operator.number,
    name: operator.name,
    role: operator.role,
    pin,
  }))
  const products = demoProducts()
    .slice(0, PANEL_PRODUCTS)
    .flatMap(({ name, barcodes }) => barcodes.slice(0, 1).map((code) => ({ name, code })))
  writeFileSync(join(folder, 'demo.json'), JSON.stringify({ staff, products: [...products, ...badCodes] }))
}
