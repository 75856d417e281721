import { deviceTopics, storeTopics } from '#core/protocol/topics.ts'
import type { LinkWorld } from '#kiosk/link/ports.ts'

/** Where the till is in the world of topics. */
export interface LinkTopics {
  readonly own: ReturnType<typeof deviceTopics>
  readonly all: ReturnType<typeof storeTopics>
}

/** What every part of a step reads: the till, its topics, and the time. */
export interface LinkContext extends LinkWorld {
  readonly topics: LinkTopics
  readonly nowMs: number
}

export const linkTopics = (storeId: string, deviceId: string): LinkTopics => ({
  own: deviceTopics(storeId, deviceId),
  all: storeTopics(storeId),
})
