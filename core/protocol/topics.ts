/** The topics of `vendly/v1/{store}/{device}/…`, as the table in docs/architecture.md has them; there are no others. */
const root = 'vendly/v1'

/** Operations that a till may ask of the hub. */
export const requestOperations = [
  'sale_lookup',
  'sale_search',
  'customer_search',
  'reserve',
  'release',
  'release_tills',
  'held_put',
  'held_list',
  'held_take',
  'till_record',
] as const
export type RequestOperation = (typeof requestOperations)[number]

/** Names every topic that one device uses. `storeId` and `deviceId` hold letters, digits and hyphens only. */
export const deviceTopics = (storeId: string, deviceId: string) =>
  ({
    journal: `${root}/${storeId}/${deviceId}/up/journal`,
    state: `${root}/${storeId}/${deviceId}/up/state`,
    request: (operation: RequestOperation) => `${root}/${storeId}/${deviceId}/up/request/${operation}`,
    position: `${root}/${storeId}/${deviceId}/down/position`,
    reply: `${root}/${storeId}/${deviceId}/down/reply`,
    command: `${root}/${storeId}/${deviceId}/down/command`,
    everyDown: `${root}/${storeId}/${deviceId}/down/#`,
  }) as const

/** Names the topics that the hub speaks to all devices on. */
export const storeTopics = (storeId: string) =>
  ({
    feed: `${root}/${storeId}/all/feed`,
    changes: `${root}/${storeId}/all/changes`,
    stock: `${root}/${storeId}/all/stock`,
    everyUp: `${root}/${storeId}/+/up/#`,
    everyAll: `${root}/${storeId}/all/#`,
  }) as const
