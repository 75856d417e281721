import type { CatalogueRow } from '#core/catalogue/change-set.ts'
import { defineQuery } from '#hub/db/query.ts'

export const saveFeedRow = defineQuery((db, row: { tableName: CatalogueRow['table']; rowId: number; row: string }) =>
  db
    .insertInto('feed_rows')
    .values({ table_name: row.tableName, row_id: row.rowId, row: row.row })
    .onConflict((conflict) =>
      conflict.columns(['table_name', 'row_id']).doUpdateSet((excluded) => ({ row: excluded.ref('excluded.row') })),
    ),
)

export const insertChange = defineQuery(
  (db, change: { revision: number; previousHash: string; hash: string; signature: string; rows: string }) =>
    db.insertInto('feed_changes').values({
      revision: change.revision,
      previous_hash: change.previousHash,
      hash: change.hash,
      signature: change.signature,
      rows: change.rows,
    }),
)

export const deleteChangesUpTo = defineQuery((db, { revision }: { revision: number }) =>
  db.deleteFrom('feed_changes').where('revision', '<=', revision),
)

export const newestChange = defineQuery((db) =>
  db.selectFrom('feed_changes').select(['revision', 'hash']).orderBy('revision', 'desc').limit(1),
)

export const changeAt = defineQuery((db, { revision }: { revision: number }) =>
  db.selectFrom('feed_changes').select(['revision', 'hash']).where('revision', '=', revision),
)

export const changesAfter = defineQuery((db, { revision, limit }: { revision: number; limit: number }) =>
  db.selectFrom('feed_changes').selectAll().where('revision', '>', revision).orderBy('revision').limit(limit),
)

export const allFeedRows = defineQuery((db) =>
  db.selectFrom('feed_rows').select('row').orderBy('table_name').orderBy('row_id'),
)
