import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import { TillRunner } from '#kiosk/effects/till-runner.ts'
import { defaultKeyMap } from '#kiosk/input/key-map.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { KeyPressed, TillEvent } from '#kiosk/state/till-event.ts'
import { initialState, type TillState } from '#kiosk/state/till-state.ts'
import { openTinyShop, type TinyShop } from '#tests/support/tiny-shop.ts'
import { TinyStore } from '#tests/support/tiny-store.ts'

/** One typed character as a key; `⏎` is Enter, `⎋` Escape, `⌫` Backspace, `↑` and `↓` the arrows. */
const named: Readonly<Record<string, TillAction>> = {
  '⏎': 'enter',
  '⎋': 'escape',
  '⌫': 'backspace',
  '↑': 'up',
  '↓': 'down',
}

/** The key that a cashier presses for an action that no character stands for. */
export const action = (name: TillAction): KeyPressed => ({ type: 'key', action: name, text: undefined })

/** What a row of characters is, key by key: `3*12⏎` as on a till's number pad. */
export const keysOf = (text: string): KeyPressed[] =>
  Array.from(text, (character) => {
    const name = named[character]
    return name === undefined ? { type: 'key', action: defaultKeyMap[character], text: character } : action(name)
  })

/** A barcode from the scanner. */
export const scan = (text: string, aim?: string): TillEvent => ({ type: 'scanned', aim, text })

/** A whole till without I/O: state, runner, and a store in memory. */
export interface TinyTill {
  readonly shop: TinyShop
  readonly store: TinyStore
  readonly runner: TillRunner
  readonly state: () => TillState
  /** Types characters, presses actions (`{ press: 'hold' }` is `action('hold')`) and dispatches events, in order. */
  readonly do: (...what: readonly (string | TillEvent)[]) => TillState
}

/** Starts a till that nobody is signed in at. */
export function startTinyTill(policy: Partial<Policy> = {}): TinyTill {
  const shop = openTinyShop(policy)
  const store = new TinyStore(shop)
  const runner = new TillRunner(
    initialState({ policy: shop.policy, rules: PLAIN_RULES }, 'T1', shop.nowMs),
    shop.world,
    store.carryOut,
  )
  store.state = runner.state
  return {
    shop,
    store,
    runner,
    state: runner.state,
    do: (...what) => {
      for (const item of what) runner.dispatch(...(typeof item === 'string' ? keysOf(item) : [item]))
      return runner.state()
    },
  }
}

/** Starts a till at which Asha has signed in and opened her shift with 1,000.00 in the drawer. */
export function startSelling(policy: Partial<Policy> = {}): TinyTill {
  const till = startTinyTill(policy)
  till.do(
    { type: 'started', recovered: undefined, shift: undefined, openIntents: [], unclaimed: [] },
    '1⏎1111⏎',
    '1000⏎',
  )
  return till
}
