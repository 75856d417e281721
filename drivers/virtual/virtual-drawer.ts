/** A cash drawer whose switch pulls pin 3 of the printer's connector low while it is open. */
export class VirtualDrawer {
  readonly #onChange: () => void
  #isOpen = false
  #isPlugged = true

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  get isPlugged(): boolean {
    return this.#isPlugged
  }

  /** Without its cable the pin floats high. */
  get isPinHigh(): boolean {
    return !this.#isPlugged || !this.#isOpen
  }

  /** A pulse from the printer lifts the bolt. */
  pulse(): void {
    if (this.#isPlugged) this.setOpen(true)
  }

  setOpen(isOpen: boolean): void {
    this.#isOpen = isOpen
    this.#onChange()
  }

  setPlugged(isPlugged: boolean): void {
    this.#isPlugged = isPlugged
    this.#onChange()
  }
}
