import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '#kiosk/store/open-database.ts'
import { catalogueRows, gtin13, openTill, shelfProducts } from '#tests/kiosk/store/till-fixture.ts'

// Runs each hot query many times and marks beginning and end in the recorder's log: `node parsing-till.ts FOLDER TIMES`.
const [folder = '', times = '1'] = process.argv.slice(2)
const marks = openSync(join(folder, 'marks'), 'w')
const store = openTill(folder)
store.catalogue.replaceAll({ revision: 1, hash: '1'.repeat(64) }, catalogueRows(shelfProducts(200)))
store.openStream()
const saleId = '01970000-0000-7000-8000-000000000001'

// What must be seen: a join on a bound parameter, which SQLite with STAT4 parses anew each time.
const control = openDatabase(join(folder, 'control.sqlite'), 'till')
control.exec(`
  CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT) STRICT;
  CREATE TABLE gtins (gtin INTEGER PRIMARY KEY, product_id INTEGER REFERENCES products (id)) STRICT;
  INSERT INTO products VALUES (1, 'Milk');
  INSERT INTO gtins VALUES (${gtin13(1)}, 1);`)
const joined = control.prepare('SELECT p.name FROM gtins g JOIN products p ON p.id = g.product_id WHERE g.gtin = ?')

const hot: Readonly<Record<string, () => unknown>> = {
  control: () => joined.get(Number(gtin13(1))),
  findByGtin: () => store.catalogue.findByGtin(Number(gtin13(7))),
  findByCode: () => store.catalogue.findByCode('SKU-7'),
  productById: () => store.catalogue.productById(7),
  stockLevel: () => store.catalogue.stockLevel(7),
  search: () => store.catalogue.search('milk', 1),
  isRecorded: () => store.sales.isRecorded(saleId),
  bySale: () => store.payments.bySale(saleId),
  pending: () => store.payments.pending(),
  unclaimed: () => store.payments.unclaimed(),
  nextJob: () => store.printJobs.next(),
}
for (const [name, run] of Object.entries(hot)) {
  for (let time = 0; time < 100; time++) run()
  writeSync(marks, `begin ${name}`)
  for (let time = 0; time < Number(times); time++) run()
  writeSync(marks, `end ${name}`)
}
closeSync(marks)
control.close()
store.close()
