import { currencyOf } from '#core/money/currency.ts'
import { formatMinor, formatMinorGrouped } from '#core/money/format-money.ts'
import { foreignCurrencyOf, type ForeignCurrency } from '#core/tender/foreign-cash.ts'
import { lostMinor } from '#core/tender/tender-other.ts'
import type { TenderType } from '#core/tender/tender-type.ts'
import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { framedList, largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, type Scene, type TillView, money } from '#kiosk/screens/view.ts'
import { currencyOfType, neededMinor } from '#kiosk/state/other-tender.ts'
import { stillDueMinor } from '#kiosk/state/take-tender.ts'
import type { OtherTenderScreen } from '#kiosk/state/till-state.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import type { Area } from '#kiosk/ui/look.ts'
import type { PanelRows } from '#kiosk/ui/panel.ts'

// A rate is parts per million.
const RATE_PLACES = 6
const NAME_CELLS = 22

const framed = (view: TillView, rows: PanelRows, name: string, prompt: string): Scene => ({
  modal: rows.framed(name),
  prompt,
  keys: [
    screenKey(view, 'escape', view.state.entry === '' ? en.back : en.clear),
    primaryKey(view, 'enter', view.state.entry === '' ? en.exactSum : en.next),
  ],
})

/** What a type does with what is worth more than is due. */
const ruleOf = (type: TenderType): string => {
  if (type.kind === 'account') return en.tenderRules.account
  if (type.givesChange) return en.tenderRules.change
  return type.kind === 'voucher' || type.kind === 'foreign_cash' ? en.tenderRules.lost : en.tenderRules.exact
}

const list = (view: TillView, area: Area, { types, selected, typed }: OtherTenderScreen): Scene => {
  const rows = panelRows(view, area)
  const { theme } = rows
  rows.pair(en.stillDue, money(view)(stillDueMinor(view.state)), theme.panelStrong)
  if (typed !== '') rows.pair(en.amount, typed)
  const textOf = (type: TenderType, at: number): string =>
    `${fit(String(at + 1), 2, 'right')}  ${fit(cleanText(type.name), NAME_CELLS)}${ruleOf(type)}`
  return {
    modal: framedList(view, area, {
      title: en.otherTender,
      above: rows.blank(),
      texts: types.map(textOf),
      selected,
      below: panelRows(view, area).blank().words(en.otherTenderHow),
    }),
    prompt: en.promptTenderType,
    keys: [arrowKeys(en.choose), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.choose)],
  }
}

const inCurrency = (amountMinor: number, code: string): string =>
  `${formatMinorGrouped(amountMinor, currencyOf(code))} ${code}`

/** What one of a currency is worth in ours, to the last place of its rate. */
const rateText = ({ currency, ratePpm }: ForeignCurrency, ours: string): string => {
  const exponent = RATE_PLACES + currencyOf(ours).exponent - currencyOf(currency).exponent
  return `${formatMinor(ratePpm, { code: ours, exponent }).replace(/0+$/u, '')} ${ours}`
}

const amount = (view: TillView, area: Area, type: TenderType): Scene => {
  const { state } = view
  const rows = panelRows(view, area)
  const { theme } = rows
  const code = currencyOfType(state, type)
  rows.pair(en.stillDue, money(view)(stillDueMinor(state)), theme.panelStrong)
  const foreign = foreignCurrencyOf(type)
  if (foreign !== undefined) {
    rows
      .pair(en.takeForeign, inCurrency(neededMinor(state, type), code), theme.panelStrong)
      .pair(en.foreignWorth(code), rateText(foreign, state.policy.currency))
  }
  rows
    .blank()
    .text(`${en.amount} ${code}`, theme.panelMuted)
    .digits(largeDigits(view, state.entry === '' ? '0' : state.entry, rows.cells), theme.panelTotal)
    .blank()
    .words(ruleOf(type))
  return framed(view, rows, cleanText(type.name), en.amount)
}

const loss = (view: TillView, area: Area, type: TenderType, amountMinor: number): Scene => {
  const dueMinor = stillDueMinor(view.state)
  const say = money(view)
  const rows = panelRows(view, area)
  const { theme } = rows
  rows
    .pair(en.stillDue, say(dueMinor), theme.panelStrong)
    .pair(en.restLost, say(lostMinor(type, dueMinor, amountMinor)), theme.panelBad)
    .blank()
    .words(en.restLostHow)
  return {
    modal: rows.framed(cleanText(type.name)),
    prompt: en.promptYesNo,
    keys: [
      { key: 'Y', label: en.takeIt, tone: 'danger' },
      { key: 'N', label: en.no, tone: 'primary' },
      screenKey(view, 'escape', en.back),
    ],
  }
}

const reference = (view: TillView, area: Area, type: TenderType): Scene => {
  const rows = panelRows(view, area)
  rows.words(en.referenceHow).blank()
  return {
    ...framed(view, rows, cleanText(type.name), en.promptReference),
    keys: [screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.next)],
  }
}

const waiting = (view: TillView, area: Area, type: TenderType): Scene => ({
  modal: panelRows(view, area).blank().words(en.hubAsking).blank().framed(cleanText(type.name)),
  prompt: en.hubAsking,
  keys: [screenKey(view, 'escape', en.back)],
})

/** A tender of the shop's list: which one, how much, its number. */
export const otherTenderScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'other_tender') return { prompt: '' }
  const { type, field, amountMinor } = screen
  if (type === undefined) return list(view, area, screen)
  switch (field) {
    case 'type':
      return list(view, area, screen)
    case 'amount':
      return amount(view, area, type)
    case 'loss':
      return loss(view, area, type, amountMinor)
    case 'reference':
      return reference(view, area, type)
    case 'hub':
      return waiting(view, area, type)
  }
}
