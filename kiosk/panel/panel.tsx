import type { ReactElement } from 'react'
import { paintPanel } from '#kiosk/panel/paint-panel.ts'
import type { PanelState } from '#kiosk/panel/panel-state.ts'
import type { Look } from '#kiosk/ui/look.ts'
import { Rows } from '#kiosk/ui/row.tsx'

/** The panel of virtual devices in its area; `isFocused` shows that it has the keys. */
export function Panel(props: {
  readonly state: PanelState
  readonly look: Look
  readonly isFocused: boolean
}): ReactElement {
  return <Rows rows={paintPanel(props.state, props.look, props.isFocused)} />
}
