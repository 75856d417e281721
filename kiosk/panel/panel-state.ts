import type { MethodName, Params } from '#drivers/socket/methods.ts'
import type { PanelState as DevicesState } from '#drivers/socket/panel-messages.ts'

/** Something that the panel offers to scan. */
export interface PanelProduct {
  readonly name: string
  /** What the barcode holds, bad ones too. */
  readonly code: string
  /** Its AIM identifier; absent, the panel's server guesses by the length. */
  readonly aim?: string
}

/** The requests by which a panel moves the virtual devices. */
type PanelMethod = Exclude<Extract<MethodName, `panel.${string}`>, 'panel.list' | 'panel.state'>

/** One request of the panel. */
export type PanelRequest = {
  [Name in PanelMethod]: { readonly method: Name; readonly params: Params<Name> }
}[PanelMethod]

/** The panel of virtual devices, as far as a person at it can tell. */
export interface PanelState {
  readonly products: readonly PanelProduct[]
  /** What the devices look like; `undefined` while the devices process is away. */
  readonly devices: DevicesState | undefined
  /** Which row has the cursor. */
  readonly selected: number
  /** What is typed: a code to scan, or grams on the scale's row. */
  readonly entry: string
  /** What went wrong last. */
  readonly notice: string | undefined
}

/** What happens to a panel. */
export type PanelEvent =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'devices'; readonly devices: DevicesState | undefined }
  | { readonly type: 'failed'; readonly message: string }

/** A panel with nothing done yet. */
export const initialPanel = (products: readonly PanelProduct[]): PanelState => ({
  products,
  devices: undefined,
  selected: 0,
  entry: '',
  notice: undefined,
})
