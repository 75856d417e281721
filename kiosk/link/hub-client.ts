import { Type, type Static } from 'typebox'
import { Check } from 'typebox/value'
import { changeSetSchema, type ChangeSet } from '#core/catalogue/change-set.ts'
import { erasuresSchema, type Erasures } from '#core/protocol/erasures.ts'
import { stockLevelSchema, type FeedHead, type StockLevels } from '#core/protocol/messages.ts'
import type { DeviceIdentity } from '#kiosk/link/device-identity.ts'
import type { EnrolmentRecord } from '#kiosk/link/enrolment-record.ts'
import { readJson, requestHub } from '#kiosk/link/hub-request.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import type { CatalogueBuilder, LinkWorld } from '#kiosk/link/ports.ts'
import { readSnapshot } from '#kiosk/link/read-snapshot.ts'

const GONE = 410 // the hub's word for "take a snapshot"
const ANSWER_BYTES_MAX = 64 * 1024 * 1024 // levels of a million products

const changesAnswer = Type.Object({ sets: Type.Array(changeSetSchema) })
const stockAnswer = Type.Object({ levels: Type.Array(stockLevelSchema) })

/** What the till fetches from its hub over HTTPS. All of it throws `LinkError`. */
export class HubClient {
  readonly #enrolment: EnrolmentRecord
  readonly #identity: DeviceIdentity

  constructor(enrolment: EnrolmentRecord, identity: DeviceIdentity) {
    this.#enrolment = enrolment
    this.#identity = identity
  }

  /** The change sets after a revision, or that a snapshot is needed. */
  async changes(since: FeedHead): Promise<readonly ChangeSet[] | 'snapshot_needed'> {
    const answer = await this.#get(`/feed?since=${since.revision}&hash=${since.hash}`)
    if (answer.statusCode === GONE) {
      answer.destroy()
      return 'snapshot_needed'
    }
    return (await this.#read(answer, changesAnswer)).sets
  }

  async stock(): Promise<StockLevels['levels']> {
    return (await this.#read(await this.#get('/stock'), stockAnswer)).levels
  }

  /** What this till has to forget, after the newest erasure that it carried out. */
  async erasures(since: number): Promise<Erasures> {
    return (await this.#read(await this.#get(`/erasures?since=${since}`), erasuresSchema)).erasures
  }

  async snapshot(startBuild: () => CatalogueBuilder, isSigned: LinkWorld['isSignedByHub']): Promise<FeedHead> {
    const answer = await this.#get('/feed/snapshot')
    if (answer.statusCode !== 200) throw this.#refused(answer)
    return readSnapshot(answer, startBuild, isSigned)
  }

  async #get(path: string): ReturnType<typeof requestHub> {
    const { host, httpsPort, hubPin } = this.#enrolment
    return requestHub({ host, port: httpsPort, pin: hubPin }, this.#identity, { method: 'GET', path })
  }

  async #read<S extends Type.TSchema>(answer: Awaited<ReturnType<typeof requestHub>>, schema: S): Promise<Static<S>> {
    if (answer.statusCode !== 200) throw this.#refused(answer)
    const value = await readJson(answer, ANSWER_BYTES_MAX)
    if (Check(schema, value)) return value
    throw new LinkError('hub_answer_invalid', 'The hub’s answer does not fit its schema.')
  }

  #refused(answer: Awaited<ReturnType<typeof requestHub>>): LinkError {
    answer.destroy()
    return new LinkError('hub_refused', 'The hub refused the request.', { status: answer.statusCode ?? 0 })
  }
}
