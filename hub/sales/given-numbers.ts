import { sql } from 'kysely'
import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

/** The numbers that were given to sales whose receipt number was taken, as the hub's journal has them. */
const GIVEN = 'sale_renumbered'

const findGiven = defineQuery((db, p: { saleUuid: string }) =>
  db
    .selectFrom('entries')
    .select(sql<number>`text ->> '$.body.number'`.as('number'))
    .where('type', '=', GIVEN)
    .where(sql<boolean>`text ->> '$.body.saleId' = ${p.saleUuid}`),
)

const lastGiven = defineQuery((db) =>
  db
    .selectFrom('entries')
    .select(sql<number | null>`max(text ->> '$.body.number')`.as('number'))
    .where('type', '=', GIVEN),
)

/** The number that a sale was given before this database was put back; undefined for nearly all. */
export const findGivenNumber = async (reader: Reader, saleUuid: string): Promise<number | undefined> =>
  (await reader.one(findGiven, { saleUuid }))?.number

/** The last number that was given, to a sale that is here or to one that has yet to come again. */
export const lastGivenNumber = async (reader: Reader): Promise<number> => (await reader.one(lastGiven, {}))?.number ?? 0
