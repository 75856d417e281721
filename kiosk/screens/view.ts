import { currencyOf } from '#core/money/currency.ts'
import { formatMinor, formatMinorGrouped } from '#core/money/format-money.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { BarKey } from '#kiosk/ui/key-bar.ts'
import type { Area, Look } from '#kiosk/ui/look.ts'
import type { Framed } from '#kiosk/ui/panel.ts'

/** Somebody who may sign in at a demo till; shown there and nowhere else. */
export interface DemoStaff {
  readonly number: number
  readonly name: string
  readonly role: string
  readonly pin: string
}

/** All that the screens draw from. */
export interface TillView {
  readonly state: TillState
  readonly look: Look
  /** What each key means, by the key's name. */
  readonly keys: Readonly<Record<string, TillAction>>
  /** Empty outside the demo. */
  readonly demoStaff: readonly DemoStaff[]
  /** The shop's time of an instant, `14:32`. */
  readonly clockText: (nowMs: number) => string
  /** The shop's date and time of an instant, as printed. */
  readonly localTime: (iso: string) => string
}

/** What a screen puts on the terminal. */
export interface Scene {
  /** Rows of the whole middle; without them the sale stands there. */
  readonly body?: readonly string[]
  /** A framed part in front of the middle. */
  readonly modal?: Framed
  /** What the entry asks for. */
  readonly prompt: string
  readonly isSecret?: boolean
  /** What the keys do; without them the twelve function keys. */
  readonly keys?: readonly BarKey[]
}

/** Draws a screen into the middle, `area` large. */
export type Paint = (view: TillView, area: Area) => Scene

/** The amount as it stands in lists: `1,234.50`. */
export const money = (view: TillView): ((amountMinor: number) => string) => {
  const currency = currencyOf(view.state.policy.currency)
  return (amountMinor) => formatMinorGrouped(amountMinor, currency)
}

/** The amount in large digits: without a comma, which takes room. */
export const plainMoney = (view: TillView, amountMinor: number): string =>
  formatMinor(amountMinor, currencyOf(view.state.policy.currency))
