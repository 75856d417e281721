import type { Policy } from '#core/catalogue/policy.ts'
import type { ReceiptBlock } from '#core/receipt/receipt-document.ts'

/** What the head of a receipt says. */
export interface ReceiptHead {
  readonly policy: Policy
  /** Printed again: marked, so that nobody takes two receipts for two sales. */
  readonly isCopy: boolean
  /** Undone since: it is no proof of a purchase any more. */
  readonly isVoided?: boolean
  /** All of it went back, or some of it. */
  readonly refunded?: 'all' | 'part'
}

/** How a sale's paper is marked by what became of the sale. */
export const statusMarks = (status: string): Pick<ReceiptHead, 'isVoided' | 'refunded'> => {
  if (status === 'voided') return { isVoided: true }
  if (status === 'refunded' || status === 'returned') return { refunded: 'all' }
  return status.startsWith('partially') ? { refunded: 'part' } : {}
}

/** A line in the middle of the paper. */
export const centred = (text: string): ReceiptBlock => ({ kind: 'text', text, align: 'center' })

const mark = (text: string): ReceiptBlock => ({ kind: 'text', text: `*** ${text} ***`, align: 'center', isBold: true })

const refundedMarks = { all: 'REFUNDED', part: 'PARTLY REFUNDED' } as const

/** The shop, and how this paper differs from the first one. */
export const receiptHead = ({ policy, isCopy, isVoided = false, refunded }: ReceiptHead): ReceiptBlock[] => [
  { kind: 'text', text: policy.shopName, align: 'center', isBold: true, isDouble: true },
  ...policy.shopAddress.map(centred),
  ...(policy.taxNumber === null ? [] : [centred(`Tax no. ${policy.taxNumber}`)]),
  ...policy.receiptHeader.map(centred),
  ...(isCopy ? [mark('COPY')] : []),
  ...(isVoided ? [mark('VOIDED')] : []),
  ...(refunded === undefined ? [] : [mark(refundedMarks[refunded])]),
  { kind: 'rule' },
]
