import type { TenderType } from '#core/tender/tender-type.ts'
import { info } from '#kiosk/state/notice.ts'
import type { OtherTenderScreen, TillState } from '#kiosk/state/till-state.ts'

const typeOf = (code: string, name: string, change: Partial<TenderType>): TenderType => ({
  code,
  name,
  kind: 'voucher',
  isActive: true,
  givesChange: false,
  opensDrawer: false,
  needsReference: false,
  isRefundable: false,
  ...change,
})

const voucher = typeOf('voucher', 'Paper voucher', { needsReference: true })
const euros = typeOf('eur', 'Euros', { kind: 'foreign_cash', givesChange: true, currency: 'EUR', ratePpm: 842_000 })
const tenderTypes = [
  voucher,
  typeOf('cheque', 'Cheque', { kind: 'cheque', needsReference: true, opensDrawer: true }),
  typeOf('account', 'On account', { kind: 'account' }),
  euros,
]

const screen: OtherTenderScreen = {
  name: 'other_tender',
  types: tenderTypes,
  selected: 1,
  type: undefined,
  field: 'type',
  typed: '50',
  amountMinor: 0,
  reference: null,
}

/** Paying by the shop's own list of tenders, in coins that exist, and being paid out. */
export const tenderStories = (paying: TillState, emptied: TillState): Readonly<Record<string, TillState>> => {
  const asks = (change: Partial<OtherTenderScreen>, more: Partial<TillState> = {}): TillState => ({
    ...paying,
    screen: { ...screen, ...change },
    ...more,
  })
  const policy = { ...paying.policy, smallestCoinMinor: 5, tenderTypes }
  return {
    'other-tender': asks({}),
    'other-tender-foreign': asks({ type: euros, field: 'amount', typed: '' }, { entry: '120' }),
    'other-tender-loss': asks({ type: voucher, field: 'loss', amountMinor: 15_000 }),
    'other-tender-number': asks({ type: voucher, field: 'reference', amountMinor: 5_000 }, { entry: 'V-20' }),
    'other-tender-hub': asks({ type: tenderTypes[2], field: 'hub' }, { notice: info('hub_asked') }),
    'tender-coins': { ...paying, policy, entry: '150' },
    'tender-owes': { ...emptied, policy, notice: info('cash_goes_out', { amountMinor: 75 }) },
  }
}
