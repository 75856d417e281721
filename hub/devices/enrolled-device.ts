/** A device that may talk to the hub: the row of `devices` that both listeners ask for. */
export interface EnrolledDevice {
  readonly id: string
  readonly name: string
  /** 1 for the first device of that name; see `receiptPrefix`. */
  readonly generation: number
  readonly deviceNumber: number
  readonly pin: string
  /** The key that `pin` replaces, good until the new one was used. */
  readonly previousPin?: string
}
