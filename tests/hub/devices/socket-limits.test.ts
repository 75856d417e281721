import { describe, expect, it } from 'vitest'
import { SocketLimits, SOCKETS_MAX, SOCKETS_PER_ADDRESS_MAX } from '#hub/devices/socket-limits.ts'

describe('the limits on sockets', () => {
  it('gives an address its few places, in either spelling, and takes them back', () => {
    const limits = new SocketLimits()
    for (let n = 0; n < SOCKETS_PER_ADDRESS_MAX; n += 1) expect(limits.take('192.0.2.7')).toBe('taken')
    expect(limits.take('::ffff:192.0.2.7')).toBe('too_many_sockets_of_address')
    expect(limits.take('192.0.2.8')).toBe('taken')
    limits.release('192.0.2.7')
    expect(limits.take('192.0.2.7')).toBe('taken')
  })

  it('counts the hub’s own machine against the whole only', () => {
    const limits = new SocketLimits()
    for (let n = 0; n < SOCKETS_MAX; n += 1) expect(limits.take('127.0.0.1')).toBe('taken')
    expect(limits.take('127.0.0.1')).toBe('too_many_sockets')
    limits.release('127.0.0.1')
    expect(limits.take('::1')).toBe('taken')
  })
})
