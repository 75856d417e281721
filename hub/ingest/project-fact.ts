import type { EntryType } from '#core/journal/entry-bodies.ts'
import {
  projectDepartment,
  projectDepartmentRemoved,
  projectPolicy,
  projectTaxGroup,
} from '#hub/catalogue/project-department.ts'
import { projectProduct, projectProductRemoved } from '#hub/catalogue/project-product.ts'
import { projectCustomerGroup } from '#hub/customers/project-customer-group.ts'
import { projectCustomer } from '#hub/customers/project-customer.ts'
import type { Tx } from '#hub/db/connection.ts'
import { applyDeviceEnrolled, applyDeviceRekeyed, applyDeviceRevoked } from '#hub/devices/enrolment-events.ts'
import { projectErasure } from '#hub/erasure/project-erasure.ts'
import { projectOperator } from '#hub/identity/project-operator.ts'
import type { Fact, Projection } from '#hub/ingest/fact.ts'
import { noteUnclaimed } from '#hub/ingest/note-unclaimed.ts'
import { projectAnchor } from '#hub/ingest/project-anchor.ts'
import { projectCoupon, projectPromotion } from '#hub/promotions/project-promotion.ts'
import { projectRefund } from '#hub/sales/project-refund.ts'
import { projectSale } from '#hub/sales/project-sale.ts'
import { projectCashMoved, projectShiftReport } from '#hub/shifts/project-cash.ts'
import { projectShiftClosed, projectShiftOpened } from '#hub/shifts/project-shift.ts'
import { projectStockAdjusted } from '#hub/stock/project-stock.ts'

/** Facts that only the journal keeps: the audit reads them there. */
const journalOnly = async (): Promise<void> => {}

const projections: { readonly [T in EntryType]: Projection<T> } = {
  stream_opened: journalOnly,
  anchor: projectAnchor,
  signed_in: journalOnly,
  signed_out: journalOnly,
  sign_in_refused: journalOnly,
  till_locked: journalOnly,
  till_unlocked: journalOnly,
  act_authorised: journalOnly,
  authorisation_refused: journalOnly,
  age_check_refused: journalOnly,
  restriction_met: journalOnly,
  promotion_saved: projectPromotion,
  coupon_saved: projectCoupon,
  customer_group_saved: projectCustomerGroup,
  basket_cancelled: journalOnly,
  basket_held: journalOnly,
  basket_recalled: journalOnly,
  payment_failed: journalOnly,
  payment_unclaimed: noteUnclaimed,
  payment_given_back: journalOnly,
  receipt_reprinted: journalOnly,
  shift_report: projectShiftReport,
  cash_moved: projectCashMoved,
  device_fault: journalOnly,
  device_recovered: journalOnly,
  security_event: journalOnly,
  sale_renumbered: journalOnly,
  shift_opened: projectShiftOpened,
  shift_closed: projectShiftClosed,
  sale_completed: projectSale,
  refund_completed: projectRefund,
  product_saved: projectProduct,
  product_removed: projectProductRemoved,
  department_saved: projectDepartment,
  department_removed: projectDepartmentRemoved,
  tax_group_saved: projectTaxGroup,
  policy_saved: projectPolicy,
  operator_saved: projectOperator,
  customer_saved: projectCustomer,
  personal_data_erased: projectErasure,
  stock_adjusted: projectStockAdjusted,
  device_enrolled: async (tx, { body, entry, changes }) => {
    await applyDeviceEnrolled(tx, body, entry.at)
    changes.areDevicesStale = true
  },
  device_rekeyed: async (tx, { body, entry, changes }) => {
    await applyDeviceRekeyed(tx, body, entry.at)
    changes.areDevicesStale = true
  },
  device_revoked: async (tx, { body, entry, changes }) => {
    await applyDeviceRevoked(tx, body, entry.at)
    changes.areDevicesStale = true
  },
}

/** Puts a fact into the projections of its type. */
export async function projectFact<T extends EntryType>(tx: Tx, type: T, fact: Fact<T>): Promise<void> {
  await projections[type](tx, fact)
}
