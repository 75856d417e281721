import { join } from 'node:path'
import { openDatabase } from '#kiosk/store/open-database.ts'
import { type Bench, type Metric, atMost } from '#tests/bench/bench.ts'
import { percentile, seededRandom } from '#tests/bench/statistics.ts'
import { cpuMicroseconds, tillOf } from '#tests/bench/till-of.ts'
import { gtin13, TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'

const SMALL = 10_000
const LARGE = 1_000_000
const BLOCKS = 60
const BLOCK = 4_000

/** What SQLite needs for a row of this width by its primary key. */
const prepareFloor = (folder: string, rows: number): ((id: number) => unknown) => {
  const connection = openDatabase(join(folder, 'floor.sqlite'), 'catalogue')
  connection.exec(`
    CREATE TABLE products (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d INTEGER, e TEXT, f INTEGER, g INTEGER,
      h INTEGER, i INTEGER, j INTEGER) STRICT;
    WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ${rows})
    INSERT INTO products SELECT id, 'Whole milk organic ' || id, 'SKU-' || id, '["0412345678901"]', 100, 'piece', 1, 1,
      NULL, id, 1 FROM n`)
  const statement = connection.prepare('SELECT * FROM products WHERE id = ?')
  return (id) => statement.get(id)
}

/** Processor time of one block of random look-ups. */
const block = (random: () => number, rows: number, get: (id: number) => unknown): number => {
  const ids = Array.from({ length: BLOCK }, () => 1 + Math.floor(random() * rows))
  return cpuMicroseconds(() => {
    for (const id of ids) get(id)
  })
}

const measureAll = (): Metric[] => {
  using folder = new TemporaryFolder()
  using small = tillOf(join(folder.path, 'small'), SMALL)
  using large = tillOf(join(folder.path, 'large'), LARGE)
  const floor = prepareFloor(folder.path, LARGE)
  const random = seededRandom(2)
  const gtins = Array.from({ length: LARGE + 1 }, (_, id) => Number(gtin13(id)))
  const overFloor: number[] = []
  const overSmall: number[] = []
  const each: number[] = []
  for (let turn = 0; turn < BLOCKS; turn++) {
    const floorTime = block(random, LARGE, floor)
    const largeTime = block(random, LARGE, (id) => large.catalogue.findByGtin(gtins[id] ?? 0))
    const smallTime = block(random, SMALL, (id) => small.catalogue.findByGtin(gtins[id] ?? 0))
    overFloor.push(largeTime / floorTime)
    overSmall.push(largeTime / smallTime)
    each.push(largeTime / BLOCK)
  }
  return [
    atMost('by GTIN / a row by its primary key, 1 M products', percentile(overFloor, 0.5), '×', 2),
    atMost('1 M products / 10,000 products', percentile(overSmall, 0.5), '×', 2),
    { name: 'by GTIN, 1 M products', value: percentile(each, 0.5), unit: 'µs' },
  ]
}

export const bench: Bench = {
  name: 'kiosk.lookup',
  run: async () => Promise.resolve(measureAll()),
}
