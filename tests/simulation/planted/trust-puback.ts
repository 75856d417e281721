import type { LinkContext } from '#kiosk/link/link-context.ts'
import { sendJournal as sendRightly } from '#kiosk/link/link-journal.ts'
import type { LinkState } from '#kiosk/link/link-state.ts'
import type { StepResult } from '#kiosk/link/step-result.ts'

export { forgetUnderWay, resendIfLate, takePosition } from '#kiosk/link/link-journal.ts'

/** Planted: what the broker took counts as stored at the hub. */
export const sendJournal = (start: LinkState, context: LinkContext): StepResult => {
  const sent = sendRightly(start, context)
  for (const cursor of context.journal.cursors()) {
    const ackedSeq = Math.max(cursor.ackedSeq, sent.state.sentUpTo.get(cursor.stream) ?? 0)
    context.journal.acknowledge({ ...cursor, ackedSeq })
  }
  return sent
}
