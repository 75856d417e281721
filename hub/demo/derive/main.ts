// Writes catalogue.json anew: node hub/demo/derive/main.ts FOLDER (see ../README.md for where FOLDER comes from).
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeCatalogue } from '#hub/demo/catalogue-line.ts'
import { deriveCatalogue } from '#hub/demo/derive/derive-catalogue.ts'
import { readJourney } from '#hub/demo/derive/read-journey.ts'
import { readLooseProducts, readProductTypes } from '#hub/demo/derive/read-types.ts'

const [, , folder] = process.argv
if (folder === undefined) {
  process.stderr.write('Say the folder of the Complete Journey sample.\n')
  process.exitCode = 2
} else {
  const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8')
  const types = readProductTypes(read('product-types.txt'))
  const loose = readLooseProducts(read('loose-products.txt'))
  const lines = deriveCatalogue(readJourney(folder), types, loose)
  writeFileSync(join(import.meta.dirname, '..', 'catalogue.json'), writeCatalogue(lines))
  process.stdout.write(`${lines.length} products\n`)
}
