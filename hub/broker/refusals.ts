/** Why the broker refused something; each is counted. */
export const brokerRefusals = [
  'key_unknown',
  'too_many_sockets',
  'too_many_sockets_of_address',
  'packet_too_large',
  'packet_malformed',
  'client_id_wrong',
  'session_not_clean',
  'will_wrong',
  'topic_forbidden',
  'retain_forbidden',
  'qos_forbidden',
  'subscription_forbidden',
  'message_failed',
  'send_failed',
  'protocol_error',
] as const

/** The name of a refusal, as the metrics show it. */
export type BrokerRefusal = (typeof brokerRefusals)[number]

/** Counts refusals since the start. */
export class RefusalCounts {
  readonly #counts = new Map<BrokerRefusal, number>()

  count(refusal: BrokerRefusal): void {
    this.#counts.set(refusal, this.get(refusal) + 1)
  }

  get(refusal: BrokerRefusal): number {
    return this.#counts.get(refusal) ?? 0
  }
}
