/** Why the broker refused something, as the metrics name it; each is counted. */
export type BrokerRefusal =
  | 'key_unknown'
  | 'too_many_sockets'
  | 'too_many_sockets_of_address'
  | 'packet_too_large'
  | 'packet_malformed'
  | 'client_id_wrong'
  | 'session_not_clean'
  | 'will_wrong'
  | 'topic_forbidden'
  | 'retain_forbidden'
  | 'qos_forbidden'
  | 'subscription_forbidden'
  | 'message_failed'
  | 'send_failed'
  | 'protocol_error'

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
