import { deviceTopics, requestOperations, storeTopics, type RequestOperation } from '#core/protocol/topics.ts'

/** What a device says to the hub: by topic, the only ones it may publish on. */
export type UpChannel = 'journal' | 'state' | { readonly operation: RequestOperation }

/** The channel that a topic is for this device, or undefined when it may not publish there. */
export const upChannel = (storeId: string, deviceId: string, topic: string): UpChannel | undefined => {
  const topics = deviceTopics(storeId, deviceId)
  if (topic === topics.journal) return 'journal'
  if (topic === topics.state) return 'state'
  const operation = requestOperations.find((name) => topic === topics.request(name))
  return operation === undefined ? undefined : { operation }
}

/** True for what a device may listen to: its own `down/` and what is for all, whole or by exact topic, no wildcard of its own. */
export const maySubscribe = (storeId: string, deviceId: string, filter: string): boolean => {
  const own = deviceTopics(storeId, deviceId)
  const all = storeTopics(storeId)
  const allowed: readonly string[] = [
    own.everyDown,
    own.position,
    own.reply,
    own.command,
    all.everyAll,
    all.feed,
    all.changes,
    all.stock,
  ]
  return allowed.includes(filter)
}
