import type { Paint } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** The sale itself stands in the middle, and the function keys below. */
export const sellScene: Paint = () => ({ prompt: en.promptCode })
