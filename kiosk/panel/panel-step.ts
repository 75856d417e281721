import { panelRows, scanOf, type PanelRow, type Push } from '#kiosk/panel/panel-rows.ts'
import type { PanelEvent, PanelRequest, PanelState } from '#kiosk/panel/panel-state.ts'
import { turnAhead } from '#kiosk/panel/turn-ahead.ts'

/** The longest code that a test of the scanner's limits needs. */
const ENTRY_CHARACTERS_MAX = 600

/** A panel after an event, and what it asks of the devices. */
export interface PanelStep {
  readonly state: PanelState
  readonly requests: readonly PanelRequest[]
}

const only = (state: PanelState): PanelStep => ({ state, requests: [] })
const pushes: Readonly<Record<string, Push>> = { Enter: 'enter', Left: 'left', Right: 'right' }

/** What becomes of a panel by an event. Pure. */
export function stepPanel(state: PanelState, event: PanelEvent): PanelStep {
  switch (event.type) {
    case 'devices':
      return only(withinRows({ ...state, devices: event.devices }))
    case 'failed':
      return only({ ...state, notice: event.message })
    case 'text':
      return only({ ...state, entry: (state.entry + event.text).slice(0, ENTRY_CHARACTERS_MAX) })
    case 'key':
      return pressKey({ ...state, notice: undefined }, event.key)
  }
}

/** The cursor stays on a row, also when rows go away. */
function withinRows(state: PanelState): PanelState {
  const last = Math.max(0, panelRows(state).length - 1)
  return { ...state, selected: Math.max(0, Math.min(state.selected, last)) }
}

function pressKey(state: PanelState, key: string): PanelStep {
  const push = pushes[key]
  if (push !== undefined) return pushRow(state, push)
  if (key === 'Backspace') return only({ ...state, entry: state.entry.slice(0, -1) })
  if (key === 'Escape') return only({ ...state, entry: '' })
  return only(withinRows({ ...state, selected: moved(state, key) }))
}

/** Where a key moves the cursor; Tab and the page keys go to the next device. */
function moved(state: PanelState, key: string): number {
  const rows = panelRows(state)
  switch (key) {
    case 'Up':
      return state.selected - 1
    case 'Down':
      return state.selected + 1
    case 'Home':
      return 0
    case 'End':
      return rows.length - 1
    case 'Tab':
    case 'PageDown':
      return deviceFrom(rows, state.selected, 1)
    case 'Shift+Tab':
    case 'PageUp':
      return deviceFrom(rows, state.selected, -1)
    default:
      return state.selected
  }
}

/** The first row of the next device in that direction, round and round. */
function deviceFrom(rows: readonly PanelRow[], selected: number, direction: 1 | -1): number {
  const starts = rows.flatMap((row, at) => (row.device === rows[at - 1]?.device ? [] : [at]))
  const here = starts.findLastIndex((start) => start <= selected)
  return starts[(here + direction + starts.length) % starts.length] ?? 0
}

function pushRow(state: PanelState, push: Push): PanelStep {
  const row = panelRows(state)[state.selected]
  if (row === undefined) return only(state)
  if (push === 'enter' && state.entry !== '') return enterText(state, row)
  const request = row.push(push)
  return request === undefined ? only(state) : asking(state, request)
}

function enterText(state: PanelState, row: PanelRow): PanelStep {
  const request = row.type === undefined ? scanOf(state.entry) : row.type(state.entry)
  if (request === undefined) return only({ ...state, entry: '', notice: 'Type whole grams, such as 512' })
  return asking({ ...state, entry: '' }, request)
}

function asking(state: PanelState, request: PanelRequest): PanelStep {
  const devices = state.devices && turnAhead(state.devices, request)
  return { state: withinRows({ ...state, devices }), requests: [request] }
}
