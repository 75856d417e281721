import type { Department } from '#core/catalogue/department.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { Projection } from '#hub/ingest/fact.ts'

interface DepartmentRow {
  readonly id: number
  readonly name: string
  readonly description: string | null
  readonly parentId: number | null
  readonly taxGroupId: number
  readonly isActive: number
}

const saveDepartment = defineQuery((db, p: DepartmentRow) =>
  db.replaceInto('departments').values({
    id: p.id,
    name: p.name,
    description: p.description,
    parent_id: p.parentId,
    tax_group_id: p.taxGroupId,
    is_active: p.isActive,
  }),
)
const findDepartmentRow = defineQuery((db, p: { id: number }) =>
  db.selectFrom('departments').selectAll().where('id', '=', p.id),
)
const markDepartmentRemoved = defineQuery((db, p: { id: number }) =>
  db.updateTable('departments').set({ is_removed: 1, is_active: 0 }).where('id', '=', p.id),
)
const saveTaxGroup = defineQuery(
  (db, p: { id: number; isInclusive: number; ratePpm: number; rateCount: number; row: string }) =>
    db.replaceInto('tax_groups').values({
      id: p.id,
      is_inclusive: p.isInclusive,
      rate_ppm: p.ratePpm,
      rate_count: p.rateCount,
      row: p.row,
    }),
)
const savePolicy = defineQuery((db, p: { row: string }) => db.replaceInto('policy').values({ id: 1, row: p.row }))

export const projectDepartment: Projection<'department_saved'> = async (tx, { body, changes }) => {
  const { department } = body
  await tx.run(saveDepartment, { ...department, isActive: department.isActive ? 1 : 0 })
  changes.catalogueRows.push({ table: 'department', row: department })
}

export const projectDepartmentRemoved: Projection<'department_removed'> = async (tx, { body, changes }) => {
  const found = await tx.one(findDepartmentRow, { id: body.id })
  if (found === undefined) return
  await tx.run(markDepartmentRemoved, { id: body.id })
  const department: Department = {
    id: found.id,
    name: found.name,
    description: found.description,
    parentId: found.parent_id,
    taxGroupId: found.tax_group_id,
    isActive: false,
  }
  changes.catalogueRows.push({ table: 'department', row: department })
}

export const projectTaxGroup: Projection<'tax_group_saved'> = async (tx, { body, changes }) => {
  const { taxGroup } = body
  await tx.run(saveTaxGroup, {
    id: taxGroup.id,
    isInclusive: taxGroup.isInclusive ? 1 : 0,
    ratePpm: taxGroup.rates.reduce((sum, rate) => sum + rate.ratePpm, 0),
    rateCount: taxGroup.rates.length,
    row: JSON.stringify(taxGroup),
  })
  changes.catalogueRows.push({ table: 'tax_group', row: taxGroup })
}

export const projectPolicy: Projection<'policy_saved'> = async (tx, { body, changes }) => {
  await tx.run(savePolicy, { row: JSON.stringify(body.policy) })
  changes.catalogueRows.push({ table: 'policy', row: body.policy })
}
