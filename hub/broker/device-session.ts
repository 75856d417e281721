import { DomainError } from '#core/errors/domain-error.ts'
import {
  deviceStateSchema,
  journalBatchSchema,
  type DeviceState,
  type Position,
  type Reply,
} from '#core/protocol/messages.ts'
import { deviceTopics, type RequestOperation } from '#core/protocol/topics.ts'
import type { SendOptions } from '#hub/broker/device-broker.ts'
import { batchReader, messageReader } from '#hub/broker/message-reader.ts'
import { plainRequestSchema, type RequestHandler } from '#hub/broker/request-handler.ts'
import { createRequestHandlers } from '#hub/broker/request-handlers.ts'
import type { UpChannel } from '#hub/broker/topic-permissions.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { endReleaseOf, saveDeviceState, setDeviceOffline } from '#hub/devices/device-queries.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import type { Journal } from '#hub/ingest/journal.ts'

/** What the hub needs to answer its devices. */
export interface DeviceSessionParts {
  readonly storeId: string
  readonly database: Pick<HubDatabase, 'read' | 'write'>
  readonly journal: Pick<Journal, 'receive' | 'positionsOf' | 'write'>
  readonly nowIso: () => string
  readonly send: (topic: string, payload: string, options: SendOptions) => void
  /** A message that did not fit its schema: counted, and logged without its content. */
  readonly onInvalid: (device: EnrolledDevice, channel: string) => void
}

const AT_LEAST_ONCE: SendOptions = { qos: 1, retain: false }

/** What the hub does with what a device says. Each returns when all is committed, so that PUBACK comes after it. */
export class DeviceSession {
  readonly #parts: DeviceSessionParts
  readonly #readBatch = batchReader(journalBatchSchema)
  readonly #readState = messageReader(deviceStateSchema)
  readonly #readRequestId = messageReader(plainRequestSchema)
  readonly #handlers: Readonly<Record<RequestOperation, RequestHandler>>

  constructor(parts: DeviceSessionParts) {
    this.#parts = parts
    this.#handlers = createRequestHandlers(parts)
  }

  async receive(device: EnrolledDevice, channel: UpChannel, payload: Uint8Array): Promise<void> {
    if (channel === 'journal') return this.#takeBatch(device, payload)
    if (channel === 'state') return this.#takeState(device, payload)
    return this.#answer(device, channel.operation, payload)
  }

  async #takeBatch(device: EnrolledDevice, payload: Uint8Array): Promise<void> {
    const batch = this.#readBatch(payload)
    if (batch === undefined) return this.#parts.onInvalid(device, 'journal')
    this.#sendPosition(device, await this.#parts.journal.receive(device, batch))
  }

  async #takeState(device: EnrolledDevice, payload: Uint8Array): Promise<void> {
    const state = this.#readState(payload)
    if (state === undefined) return this.#parts.onInvalid(device, 'state')
    await this.#keepState(device, state)
    if (!state.isOnline) return
    const streams = state.heads.map(({ stream }) => stream)
    this.#sendPosition(device, await this.#parts.journal.positionsOf(device.id, streams))
  }

  async #keepState(device: EnrolledDevice, state: DeviceState): Promise<void> {
    const { database, nowIso } = this.#parts
    await database.write(async (tx) => {
      if (!state.isOnline) return tx.run(setDeviceOffline, { deviceId: device.id, seenAt: nowIso() })
      await tx.run(endReleaseOf, { deviceId: device.id })
      return tx.run(saveDeviceState, {
        deviceId: device.id,
        isOnline: 1,
        seenAt: nowIso(),
        softwareVersion: state.softwareVersion,
        catalogueRevision: state.catalogueRevision,
        unsentCount: state.unsentCount,
        state: JSON.stringify(state),
      })
    })
  }

  async #answer(device: EnrolledDevice, operation: RequestOperation, payload: Uint8Array): Promise<void> {
    const asked = this.#readRequestId(payload)
    if (asked === undefined) return this.#parts.onInvalid(device, operation)
    this.#reply(device, await this.#replyTo(device, operation, asked.requestId, payload))
  }

  async #replyTo(
    device: EnrolledDevice,
    operation: RequestOperation,
    requestId: string,
    payload: Uint8Array,
  ): Promise<Reply> {
    try {
      const result = await this.#handlers[operation](device, payload)
      if (result !== undefined) return { requestId, result }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      const { code, message: detail, details } = error
      return { requestId, problem: { code, detail, details } }
    }
    this.#parts.onInvalid(device, operation)
    return { requestId, problem: { code: 'request_invalid', detail: 'The request does not fit its schema.' } }
  }

  #sendPosition(device: EnrolledDevice, position: Position): void {
    this.#send(deviceTopics(this.#parts.storeId, device.id).position, position)
  }

  #reply(device: EnrolledDevice, reply: Reply): void {
    this.#send(deviceTopics(this.#parts.storeId, device.id).reply, reply)
  }

  #send(topic: string, message: object): void {
    this.#parts.send(topic, JSON.stringify(message), AT_LEAST_ONCE)
  }
}
