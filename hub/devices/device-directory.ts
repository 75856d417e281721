import type { Reader } from '#hub/db/connection.ts'
import { enrolledDevices } from '#hub/devices/device-queries.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'

/** Who may talk to the hub, in memory: both listeners ask at each connection and request. */
export class DeviceDirectory {
  #byPin = new Map<string, EnrolledDevice>()
  readonly #reader: Reader

  private constructor(reader: Reader) {
    this.#reader = reader
  }

  static async load(reader: Reader): Promise<DeviceDirectory> {
    const directory = new DeviceDirectory(reader)
    await directory.refresh()
    return directory
  }

  findByPin(pin: string): EnrolledDevice | undefined {
    return this.#byPin.get(pin)
  }

  list(): readonly EnrolledDevice[] {
    return [...new Set(this.#byPin.values())]
  }

  /** Reads the table again, after a commit that changed it. */
  async refresh(): Promise<void> {
    const rows = await this.#reader.all(enrolledDevices, {})
    const devices = rows.flatMap((row): EnrolledDevice[] => {
      const { id, name, generation, pin, device_number: deviceNumber, previous_pin: previousPin } = row
      if (pin === null) return []
      return [{ id, name, generation, deviceNumber, pin, ...(previousPin === null ? {} : { previousPin }) }]
    })
    const pins = (device: EnrolledDevice): string[] =>
      [device.pin, device.previousPin].filter((pin) => pin !== undefined)
    this.#byPin = new Map(devices.flatMap((device) => pins(device).map((pin) => [pin, device] as const)))
  }
}
