import { randomUUIDv7 } from 'node:crypto'
import type { NewId } from '#core/ports/new-id.ts'

export const newUuid: NewId = () => randomUUIDv7()
