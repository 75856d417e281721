import { describe, expect, it } from 'vitest'
import {
  SocketPlaces,
  SOCKETS_PER_DEVICE_MAX,
  STRANGERS_MAX,
  STRANGERS_PER_ADDRESS_MAX,
} from '#hub/devices/socket-places.ts'

const nobody = { isTaken: true, evicted: undefined }

describe('places at a listener', () => {
  it('an address has its few, in either spelling, and gives them back', () => {
    const places = new SocketPlaces<number>()
    for (let n = 0; n < STRANGERS_PER_ADDRESS_MAX; n += 1) expect(places.take(n, '192.0.2.7')).toEqual(nobody)
    expect(places.take(90, '::ffff:192.0.2.7').isTaken).toBe(false)
    expect(places.take(91, '192.0.2.8')).toEqual(nobody)
    places.release(0)
    expect(places.take(92, '192.0.2.7')).toEqual(nobody)
  })

  it('a device that proved its key leaves its address free for the next', () => {
    const places = new SocketPlaces<number>()
    for (let n = 0; n < 20; n += 1) {
      expect(places.take(n, '192.0.2.7')).toEqual(nobody)
      expect(places.prove(n, `till ${n}`)).toBeUndefined()
    }
  })

  it('strangers push out strangers, the oldest first, and never a device', () => {
    const places = new SocketPlaces<number>()
    places.take(0, '127.0.0.1')
    places.prove(0, 'till')
    for (let n = 1; n <= STRANGERS_MAX; n += 1) expect(places.take(n, '127.0.0.1')).toEqual(nobody)
    expect(places.take(1000, '::1')).toEqual({ isTaken: true, evicted: 1 })
    expect(places.take(1001, '127.0.0.1')).toEqual({ isTaken: true, evicted: 2 })
    places.release(3)
    expect(places.take(1002, '127.0.0.1')).toEqual(nobody)
  })

  it('a device that opens more and more loses its own oldest', () => {
    const places = new SocketPlaces<number>()
    const open = (n: number): number | undefined => {
      places.take(n, '192.0.2.7')
      return places.prove(n, 'till')
    }
    for (let n = 0; n < SOCKETS_PER_DEVICE_MAX; n += 1) expect(open(n)).toBeUndefined()
    expect(open(10)).toBe(0)
    places.release(1)
    expect(open(11)).toBeUndefined()
  })
})
