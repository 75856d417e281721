import { Box } from 'ink'
import type { ReactElement } from 'react'
import { cardName } from '#kiosk/screens/give-back.ts'
import { keyFor, screenKey, sellKeys } from '#kiosk/screens/key-bar-keys.ts'
import { saleList } from '#kiosk/screens/sale-list.ts'
import { scenes } from '#kiosk/screens/scenes.ts'
import { bandRows, totalBand } from '#kiosk/screens/total-band.ts'
import { type Scene, type TillView, money } from '#kiosk/screens/view.ts'
import { isHelpable } from '#kiosk/state/help.ts'
import { actionTexts, en } from '#kiosk/text/en.ts'
import { noticeText } from '#kiosk/text/sentences.ts'
import { entryLine } from '#kiosk/ui/entry-line.ts'
import { type BarKey, keyBar, keyBarRows } from '#kiosk/ui/key-bar.ts'
import { type Area, SMALLEST } from '#kiosk/ui/look.ts'
import { cell } from '#kiosk/ui/paint.ts'
import type { Framed } from '#kiosk/ui/panel.ts'
import { type Result, resultLine } from '#kiosk/ui/result-line.ts'
import { Rows } from '#kiosk/ui/row.tsx'
import { statusBar } from '#kiosk/ui/status-bar.ts'

const STATUS_ROWS = 1
// The result line and the entry line.
const SPEAKING_ROWS = 2

const status = (view: TillView): string => {
  const { state, look } = view
  const { operator, shift } = state
  const link = state.isOnline ? en.online : en.offline
  return statusBar(look, {
    product: en.product,
    places: [
      state.tillName,
      operator?.name ?? '',
      operator !== undefined && shift === undefined ? en.noShift : '',
    ].filter(Boolean),
    link: {
      text: state.unsentCount === 0 ? link : `${link} · ${en.unsent(state.unsentCount)}`,
      isGood: state.isOnline,
    },
    clock: view.clockText(state.nowMs),
  })
}

const result = (view: TillView): Result | undefined => {
  const { notice } = view.state
  const text = noticeText(view.state, money(view))
  return notice && text !== undefined ? { tone: notice.tone, text } : undefined
}

/** A customer's money first: it walks out of the door. */
const unclaimed = (view: TillView): string[] => {
  const [oldest, ...more] = view.state.unclaimed
  if (oldest === undefined) return []
  const words = en.unclaimedPayment(cardName(oldest), money(view)(oldest.amountMinor), keyFor(view, 'menu'))
  return more.length === 0 ? [words] : [words, en.more(more.length)]
}

const attention = (view: TillView): string => {
  const { openIntents, away, isDiskFull } = view.state
  const full = isDiskFull ? [en.diskFull] : []
  const unknown = openIntents.length === 0 ? [] : [en.unknownPayments(openIntents.length)]
  return [...unclaimed(view), ...full, ...away.map((device) => device.attention), ...unknown].join(' · ')
}

/** Help stands where it stands while selling. */
const barKeys = (view: TillView, { keys }: Scene): readonly BarKey[] => {
  if (keys === undefined) return sellKeys(view)
  const help = screenKey(view, 'help', actionTexts.help.long)
  return isHelpable(view.state) && !keys.some(({ key }) => key === help.key) ? [help, ...keys] : keys
}

const lowerRows = (view: TillView, scene: Scene): string[] => {
  const { look, state } = view
  return [
    resultLine(look, result(view), attention(view)),
    entryLine(look, { prompt: scene.prompt, text: state.entry, isSecret: scene.isSecret === true, aside: '' }),
    ...keyBar(look, barKeys(view, scene)),
  ]
}

const sale = (view: TillView, area: Area): string[] => {
  const band = bandRows(view)
  return [...saleList(view, { columns: area.columns, rows: area.rows - band }), ...totalBand(view)]
}

const filled = (rows: readonly string[], area: Area): string[] =>
  Array.from({ length: area.rows }, (_, row) => rows[row] ?? '')

/** A framed part, centred over the middle. It covers what is below with its own ground. */
function Modal({
  framed,
  area,
  bandCount,
}: {
  readonly framed: Framed
  readonly area: Area
  readonly bandCount: number
}): ReactElement {
  const { rows, columns } = framed
  const left = Math.max(0, Math.floor((area.columns - columns) / 2))
  // Above the total, where it fits.
  const room = rows.length <= area.rows - bandCount ? area.rows - bandCount : area.rows
  const top = STATUS_ROWS + Math.max(0, Math.floor((room - rows.length) / 2))
  return (
    <Box position="absolute" marginLeft={left} marginTop={top} flexShrink={0}>
      <Rows rows={rows} />
    </Box>
  )
}

function TooSmall({ view }: { readonly view: TillView }): ReactElement {
  const { columns, rows, theme } = view.look
  return <Rows rows={[cell(theme.warn, en.tooSmall(columns, rows), columns)]} />
}

/** The whole till: what it knows, drawn. */
export function Till({ view }: { readonly view: TillView }): ReactElement {
  const { columns, rows } = view.look
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) return <TooSmall view={view} />
  const area: Area = { columns, rows: rows - STATUS_ROWS - SPEAKING_ROWS - keyBarRows(view.look) }
  const scene = scenes[view.state.screen.name](view, area)
  const body = scene.body ?? sale(view, area)
  const all = [status(view), ...filled(body, area), ...lowerRows(view, scene)]
  return (
    <Box width={columns} height={rows} flexShrink={0}>
      <Rows rows={all} />
      {scene.modal === undefined ? null : <Modal framed={scene.modal} area={area} bandCount={bandRows(view)} />}
    </Box>
  )
}
