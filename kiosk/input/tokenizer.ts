import { keyOfControl, keyOfCsi, keyOfLinuxConsole, keyOfSs3 } from '#kiosk/input/key-sequences.ts'
import { pointerOfCsi } from '#kiosk/input/pointer-report.ts'
import type { TerminalEvent } from '#kiosk/input/terminal-event.ts'
import { Utf8Reader } from '#kiosk/input/utf8-reader.ts'

const ESCAPE = 0x1b
const CARRIAGE_RETURN = 0x0d
const LINE_FEED = 0x0a
// No key or mouse report is longer; what is longer is noise.
const SEQUENCE_BYTES_MAX = 32
// A paste whose end was lost must not swallow the keyboard for ever.
const PASTE_CHARACTERS_MAX = 4096

type State = 'text' | 'escape' | 'csi' | 'csi_linux' | 'ss3'

/**
 * Turns what a terminal sends into one event per key, however the bytes are merged or cut: `1\r2\r` is four events in one
 * chunk or in four. ESC starts a sequence only before `[` or `O`; there is no Alt, so that Esc and a key pressed quickly
 * stay two keys. A lone ESC at the end of a chunk waits for `flush`.
 */
export class Tokenizer {
  readonly #utf8 = new Utf8Reader()
  #state: State = 'text'
  #sequence = ''
  #pasted: number | undefined
  #wasCarriageReturn = false
  #events: TerminalEvent[] = []
  #droppedSequences = 0

  /** Sequences and bytes that mean nothing here. */
  get droppedSequences(): number {
    return this.#droppedSequences
  }

  /** True while a sequence is unfinished and `flush` would end it. */
  get isPending(): boolean {
    return this.#state !== 'text'
  }

  push(bytes: Uint8Array): TerminalEvent[] {
    for (const byte of bytes) this.#take(byte)
    return this.#taken()
  }

  /** Time is up: a lone ESC was the key, `[` or `O` after it were text, half a sequence is dropped. */
  flush(): TerminalEvent[] {
    const state = this.#state
    const isBare = this.#sequence === ''
    this.#state = 'text'
    if (state === 'escape' || ((state === 'csi' || state === 'ss3') && isBare)) this.#key('Escape')
    if (state === 'csi' && isBare) this.#text('[')
    else if (state === 'ss3') this.#text('O')
    else if (state === 'csi' || state === 'csi_linux') this.#droppedSequences += 1
    return this.#taken()
  }

  #taken(): TerminalEvent[] {
    const events = this.#events
    this.#events = []
    return events
  }

  #take(byte: number): void {
    switch (this.#state) {
      case 'text':
        return this.#takeText(byte)
      case 'escape':
        return this.#takeAfterEscape(byte)
      case 'csi':
        return this.#takeCsi(byte)
      case 'csi_linux':
        return this.#takeLinuxConsole(byte)
      case 'ss3':
        return this.#takeSs3(byte)
    }
  }

  #takeText(byte: number): void {
    if (byte >= 0x80 || !this.#utf8.isEmpty) return this.#takeUtf8(byte)
    if (byte === ESCAPE) this.#state = 'escape'
    else if (byte < 0x20 || byte === 0x7f) this.#takeControl(byte)
    else this.#text(String.fromCodePoint(byte))
    this.#wasCarriageReturn = byte === CARRIAGE_RETURN
  }

  #takeUtf8(byte: number): void {
    this.#wasCarriageReturn = false
    const text = this.#utf8.push(byte)
    if (text === 'more') return
    if (text !== 'invalid') return this.#text(text)
    this.#droppedSequences += 1
    // The byte that broke the character off may start something of its own.
    if (byte < 0x80) this.#takeText(byte)
    else if (byte >= 0xc2 && byte <= 0xf4) this.#utf8.push(byte)
  }

  #takeControl(byte: number): void {
    if (byte === LINE_FEED && this.#wasCarriageReturn) return
    const key = keyOfControl(byte)
    if (key === undefined) this.#droppedSequences += 1
    else if (this.#pasted === undefined) this.#key(key)
  }

  #takeAfterEscape(byte: number): void {
    this.#sequence = ''
    const next = String.fromCodePoint(byte)
    if (next === '[') this.#state = 'csi'
    else if (next === 'O') this.#state = 'ss3'
    else {
      this.#state = 'text'
      this.#key('Escape')
      this.#takeText(byte)
    }
  }

  #takeCsi(byte: number): void {
    if (byte < 0x20 || byte > 0x7e) return this.#breakOff(byte)
    const next = String.fromCodePoint(byte)
    if (next === '[' && this.#sequence === '') this.#state = 'csi_linux'
    else if (byte >= 0x40) this.#endCsi(next)
    else {
      this.#sequence += next
      if (this.#sequence.length > SEQUENCE_BYTES_MAX) this.#drop()
    }
  }

  /** A control character inside a sequence ends it and stands for itself. */
  #breakOff(byte: number): void {
    this.#drop()
    this.#takeText(byte)
  }

  #drop(): void {
    this.#droppedSequences += 1
    this.#state = 'text'
  }

  #endCsi(final: string): void {
    this.#state = 'text'
    const parameters = this.#sequence
    if (final === '~' && parameters === '200') this.#pasted = 0
    else if (final === '~' && parameters === '201') this.#pasted = undefined
    else {
      const pointer = pointerOfCsi(parameters, final)
      if (pointer === undefined) this.#keyOrDrop(keyOfCsi(parameters, final))
      else if (this.#pasted === undefined) this.#events.push(pointer)
    }
  }

  #takeLinuxConsole(byte: number): void {
    if (byte < 0x20 || byte > 0x7e) return this.#breakOff(byte)
    this.#state = 'text'
    this.#keyOrDrop(keyOfLinuxConsole(String.fromCodePoint(byte)))
  }

  #takeSs3(byte: number): void {
    this.#state = 'text'
    const known = byte < 0x80 ? keyOfSs3(String.fromCodePoint(byte)) : undefined
    if (known === undefined) {
      this.#key('Escape')
      this.#text('O')
      this.#takeText(byte)
    } else if ('key' in known) this.#keyOrDrop(known.key)
    else this.#text(known.text)
  }

  #keyOrDrop(key: string | undefined): void {
    if (key === undefined) this.#droppedSequences += 1
    else this.#key(key)
  }

  #key(key: string): void {
    // What looks like a key inside a paste was not pressed.
    if (this.#pasted === undefined) this.#events.push({ type: 'key', key })
  }

  #text(text: string): void {
    const code = text.codePointAt(0) ?? 0
    // C1 controls (ECMA-48, 8.3) arrive as UTF-8 too.
    if (code >= 0x80 && code < 0xa0) {
      this.#droppedSequences += 1
      return
    }
    this.#events.push({ type: 'text', text, isPasted: this.#pasted !== undefined })
    if (this.#pasted === undefined) return
    this.#pasted += 1
    if (this.#pasted >= PASTE_CHARACTERS_MAX) this.#pasted = undefined
  }
}
