import { ReplicationStore as RightReplicationStore } from '#kiosk/store/replication-store.ts'

/** Planted: a till refunds alone what it has sold, also after it has handed the sale to the network. */
export class ReplicationStore extends RightReplicationStore {
  override isKnownHereAlone(): boolean {
    return true
  }
}
