/** MQTT 3.1.1 packets written from the standard, byte by byte: what sends them may also send them wrong. */

/** A field of text: its length in two bytes, then UTF-8 (section 1.5.3). */
export const textField = (text: string | Buffer): Buffer => {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([bytes.length >>> 8, bytes.length & 255]), bytes])
}

/** The remaining length: seven bits a byte, the least first (section 2.2.3). */
export const remainingLength = (length: number): Buffer => {
  const bytes: number[] = []
  let rest = length
  do {
    bytes.push(rest >= 128 ? (rest & 127) | 128 : rest)
    rest >>>= 7
  } while (rest > 0)
  return Buffer.from(bytes)
}

/** A packet: type and flags in one byte, then the length, then what it holds. */
export const packet = (typeAndFlags: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([typeAndFlags]), remainingLength(content.length), content])
}

const word = (number: number): Buffer => Buffer.from([(number >>> 8) & 255, number & 255])

/** CONNECT (section 3.1), of protocol MQTT at level 4, with a clean session. */
export const connectPacket = (clientId: string, keepAliveSeconds = 30): Buffer =>
  packet(0x10, textField('MQTT'), Buffer.from([4, 2]), word(keepAliveSeconds), textField(clientId))

/** PUBLISH (section 3.3); `flags` are DUP, QoS and RETAIN as they stand in the first byte. */
export const publishPacket = (topic: string | Buffer, payload: Buffer, flags: number, id: number): Buffer =>
  packet(0x30 | flags, textField(topic), ...((flags & 6) === 0 ? [] : [word(id)]), payload)

/** SUBSCRIBE (section 3.8) to filters at a QoS. */
export const subscribePacket = (filters: readonly string[], qos: number, id: number): Buffer =>
  packet(0x82, word(id), ...filters.flatMap((filter) => [textField(filter), Buffer.from([qos])]))

/** UNSUBSCRIBE (section 3.10). */
export const unsubscribePacket = (filters: readonly string[], id: number): Buffer =>
  packet(0xa2, word(id), ...filters.map(textField))

/** PINGREQ (section 3.12): whoever answers it has taken all that came before. */
export const PING = Buffer.from([0xc0, 0])

/** What a PINGRESP looks like (section 3.13). */
export const PONG = Buffer.from([0xd0, 0])

/** A CONNACK that accepts, of a session that is new (section 3.2). */
export const CONNACK = Buffer.from([0x20, 2, 0, 0])
