import { expect, test } from 'vitest'
import { PROMOTIONS_MAX, type Promotion } from '#core/promotion/promotion.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { savePromotion } from '#hub/promotions/save-promotion.ts'
import { openTestHub } from '#tests/support/test-hub.ts'

const promotionOf = (id: number, isActive = true): Promotion => ({
  id,
  name: `Offer ${id}`,
  isActive,
  offer: { kind: 'percent_off', items: { kind: 'all' }, ratePpm: 100_000 },
})

test('no more promotions run at once than a till may hold', async () => {
  const hub = await openTestHub()
  const save = async (...promotions: readonly Promotion[]): Promise<void> =>
    hub.journal.write(async (work) => {
      for (const promotion of promotions) await savePromotion(work, programActor, promotion)
    })
  await save(...Array.from({ length: PROMOTIONS_MAX }, (_, at) => promotionOf(at + 1)))
  await expect(save(promotionOf(201))).rejects.toMatchObject({
    statusCode: 409,
    message: expect.stringContaining('200'),
  })
  // One that runs may be changed, one that does not run may be kept, and one that is switched off makes room.
  await save(promotionOf(7), promotionOf(201, false))
  await expect(save(promotionOf(201))).rejects.toMatchObject({ code: 'conflict' })
  await save(promotionOf(7, false), promotionOf(201))
  await hub.close()
})
