import { diskFullBody } from '#kiosk/screens/disk-full.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** The sale itself stands in the middle, and the function keys below; on a full disk nothing stands where a sale would begin. */
export const sellScene: Paint = (view, area) => {
  const { isDiskFull, basket } = view.state
  const body = isDiskFull && basket === undefined ? { body: diskFullBody(view, area) } : {}
  return { ...body, prompt: en.promptCode }
}
