import type { TillAction } from '#kiosk/state/till-action.ts'
import type { KeyPressed, TillEvent } from '#kiosk/state/till-event.ts'

/** A key with a meaning. */
export const act = (action: TillAction): KeyPressed => ({ type: 'key', action, text: undefined })

/** Keys that type this. */
export const type = (text: string): KeyPressed[] =>
  Array.from(text, (character) => ({ type: 'key', action: undefined, text: character }))

export const ENTER = act('enter')
export const ESCAPE = act('escape')

/** What somebody does, in one line of the trace. */
export const spoken = (events: readonly TillEvent[]): string =>
  events
    .map((event) => {
      if (event.type === 'scanned') return `scan ${event.text}`
      return event.type === 'key' ? (event.action ?? event.text ?? '') : event.type
    })
    .join(' ')
