import { faultStories } from '#kiosk/gallery/fault-stories.ts'
import { offerStories } from '#kiosk/gallery/offer-stories.ts'
import { ruleStories } from '#kiosk/gallery/rule-stories.ts'
import { stories } from '#kiosk/gallery/stories.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** Every screen in the states that look different, by name: what pictures and golden frames are made of. */
export const allStories: Readonly<Record<string, TillState>> = {
  ...stories,
  ...offerStories,
  ...ruleStories,
  ...faultStories,
}
