import type { Migration } from '#hub/db/migrate.ts'
import { identity } from '#hub/db/migrations/0001-identity.ts'
import { devices } from '#hub/db/migrations/0002-devices.ts'
import { feed } from '#hub/db/migrations/0003-feed.ts'
import { journal } from '#hub/db/migrations/0004-journal.ts'
import { shop } from '#hub/db/migrations/0005-shop.ts'
import { sales } from '#hub/db/migrations/0006-sales.ts'
import { sellingRules } from '#hub/db/migrations/0007-selling-rules.ts'
import { claims } from '#hub/db/migrations/0008-claims.ts'
import { cash } from '#hub/db/migrations/0009-cash.ts'
import { saleCoupons } from '#hub/db/migrations/0010-sale-coupons.ts'
import { entriesNotApplied } from '#hub/db/migrations/0011-entries-not-applied.ts'
import { erasures } from '#hub/db/migrations/0012-erasures.ts'
import { anchors } from '#hub/db/migrations/0013-anchors.ts'
import { previousKeys } from '#hub/db/migrations/0014-previous-keys.ts'
import { holdReleases } from '#hub/db/migrations/0015-hold-releases.ts'
import { refundsWaiting } from '#hub/db/migrations/0016-refunds-waiting.ts'
import { toldHeads } from '#hub/db/migrations/0017-told-heads.ts'
import { reported } from '#hub/db/migrations/0018-reported.ts'

/** In order; a new step is one file and one line at the end. */
export const migrations: readonly Migration[] = [
  identity,
  devices,
  feed,
  journal,
  shop,
  sales,
  sellingRules,
  claims,
  cash,
  saleCoupons,
  entriesNotApplied,
  erasures,
  anchors,
  previousKeys,
  holdReleases,
  refundsWaiting,
  toldHeads,
  reported,
]
