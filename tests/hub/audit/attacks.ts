import { createHash } from 'node:crypto'
import Sqlite from 'better-sqlite3'
import { canonicalJson } from '#core/journal/canonical-json.ts'

/** A row of a journal in a till's file. */
interface Row {
  text: string
  hash: string
  private: string | null
}

/** Changes rows as somebody who can write the file, and cannot sign. */
export type Attack = (rows: Row[]) => Row[]

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

interface Facts {
  readonly type: string
  readonly seq: number
  readonly stream: string
  readonly body: Readonly<Record<string, unknown>>
}
const factsOf = ({ text }: Row): Facts => JSON.parse(text) as Facts
const changed = (row: Row, change: object): Row => {
  const text = canonicalJson({ ...factsOf(row), ...change } as never)
  return { ...row, text, hash: sha256(text) }
}
const isAnchor = (row: Row): boolean => factsOf(row).type === 'anchor'

const saleAt = (rows: readonly Row[], nth: number): number => {
  const sales = rows.flatMap((row, index) => (factsOf(row).type === 'sale_completed' ? [index] : []))
  const index = sales.at(nth)
  if (index === undefined) throw new Error('The journal has too few sales for this attack.')
  return index
}

const cheaper = (row: Row): Row => ({ ...row, text: row.text.replace(/"totalMinor":\d+/gu, '"totalMinor":1') })

/** Makes the chain right again from there on; what an anchor says of the place before it too, all but its signature. */
const rehashed = (rows: readonly Row[], from: number): Row[] => {
  const made = rows.slice(0, from)
  for (const row of rows.slice(from)) {
    const prevHash = made.at(-1)?.hash
    const { body } = factsOf(row)
    const anchored = isAnchor(row) ? { body: { ...body, hash: prevHash } } : {}
    made.push(changed(row, prevHash === undefined ? anchored : { prevHash, ...anchored }))
  }
  return made
}

const afterLastAnchor = (rows: readonly Row[]): number => rows.findLastIndex(isAnchor) + 1

/** The eight, and what makes the cut past an anchor complete. */
export const attacks: Readonly<Record<string, Attack>> = {
  'edit a row': (rows) => rows.with(saleAt(rows, 2), cheaper(rows[saleAt(rows, 2)] as Row)),
  'delete a row': (rows) => rows.toSpliced(saleAt(rows, 2), 1),
  'swap two rows': (rows) => {
    const [one, other] = [saleAt(rows, 2), saleAt(rows, 3)]
    return rows.with(one, rows[other] as Row).with(other, rows[one] as Row)
  },
  'insert a row': (rows) => {
    const at = saleAt(rows, 2)
    return rows.toSpliced(at + 1, 0, changed(rows[at] as Row, { id: '0192b1c0-0000-7000-8000-000000000000' }))
  },
  'cut the tail after the last anchor': (rows) => rows.slice(0, -3),
  'cut the tail past an anchor': (rows) => rows.slice(0, afterLastAnchor(rows) - 3),
  'edit a row and rehash everything': (rows) => {
    const at = saleAt(rows, 2)
    return rehashed(rows.with(at, changed(cheaper(rows[at] as Row), {})), at)
  },
  'edit after the last anchor and rehash': (rows) => {
    const at = saleAt(rows, -2)
    if (at < afterLastAnchor(rows)) throw new Error('There is no sale after the last anchor.')
    return rehashed(rows.with(at, changed(cheaper(rows[at] as Row), {})), at)
  },
}

/** Carries out an attack on a till's file. */
export function attack(path: string, how: Attack): void {
  const connection = new Sqlite(path)
  // It is no audit of the attacker's manners: rows of other tables may point to nothing afterwards.
  connection.pragma('foreign_keys = OFF')
  const rows = connection
    .prepare<[], { text: string; hash: Buffer; private: string | null }>(
      'SELECT text, hash, private FROM journal ORDER BY entry_no',
    )
    .all()
    .map(({ text, hash, private: part }): Row => ({ text, hash: hash.toString('hex'), private: part }))
  const forged = how(rows)
  connection.exec('DELETE FROM journal')
  const insert = connection.prepare('INSERT INTO journal (entry_no, text, hash, private) VALUES (?, ?, ?, ?)')
  for (const [index, row] of forged.entries()) {
    insert.run(index + 1, row.text, Buffer.from(row.hash, 'hex'), row.private)
  }
  connection.close()
}
