import type { SocketRefusal } from '#hub/devices/admit-sockets.ts'

/** Why the broker refused something, as the metrics name it; each is counted. */
export type BrokerRefusal =
  | 'key_unknown'
  | SocketRefusal
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
