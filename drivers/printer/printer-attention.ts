import { obstacleOf, type PrinterStatus } from '#drivers/printer/printer-status.ts'

const obstacleTexts = {
  cover_open: 'The receipt printer is open. Close its cover.',
  paper_out: 'The receipt printer is out of paper. Open the cover and put in a new roll.',
  failure: 'The receipt printer has a fault. Switch it off and on again.',
}

/** What the staff should do about a printer, in plain words; `undefined` when nothing. */
export function attentionOf(status: PrinterStatus): string | undefined {
  const obstacle = obstacleOf(status)
  if (obstacle !== undefined) return obstacleTexts[obstacle]
  return status.isPaperNearEnd ? 'The receipt paper is nearly used up. Have a new roll ready.' : undefined
}
