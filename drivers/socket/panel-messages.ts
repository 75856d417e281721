import { Type, type Static } from 'typebox'
import { DeviceKind } from '#drivers/socket/device-health.ts'

/** The virtual card terminal's manner: it answers by itself, waits for a person, or lets its reply get lost. */
const TerminalAnswer = Type.Enum(['approve', 'decline', 'reply_lost', 'ask'])

/** How much paper the virtual printer has. */
const PaperState = Type.Enum(['ok', 'near_end', 'out'])

/** What the panel of virtual devices shows: every knob as it stands, and what the devices put out. */
export const PanelState = Type.Object({
  cables: Type.Array(Type.Object({ device: Type.String(), kind: DeviceKind, isPlugged: Type.Boolean() })),
  scanner: Type.Object({ scans: Type.Integer() }),
  scale: Type.Object({ weightGrams: Type.Integer(), isStable: Type.Boolean() }),
  printer: Type.Object({
    cover: Type.Enum(['open', 'closed']),
    paper: PaperState,
    power: Type.Enum(['on', 'off']),
    /** Bytes in the receive buffer that wait for cover or paper. */
    bufferedBytes: Type.Integer(),
    /** The newest rows of paper, the newest last. */
    paperRows: Type.Array(Type.String()),
  }),
  drawer: Type.Object({ isOpen: Type.Boolean() }),
  display: Type.Object({ upper: Type.String(), lower: Type.String() }),
  terminal: Type.Object({
    answer: TerminalAnswer,
    /** The charge that waits for a person, while the answer is `ask`. */
    asked: Type.Optional(Type.Object({ amountMinor: Type.Integer(), currency: Type.String() })),
  }),
})
export type PanelState = Static<typeof PanelState>

const State = Type.Object({ state: PanelState })

/** The panel's requests, served only where the devices are virtual; each answers with the state that came of it. */
export const panelMethods = {
  'panel.list': {
    params: Type.Object({}),
    result: Type.Object({ methods: Type.Array(Type.String()) }),
  },
  'panel.state': { params: Type.Object({}), result: State },
  'panel.scan': {
    params: Type.Object({
      /** Sent on the wire as it is, bad characters too: that is what a panel is for. */
      text: Type.String({ minLength: 1, maxLength: 1000 }),
      aim: Type.Optional(Type.String({ pattern: '^\\][A-Za-z][0-9a-zA-Z]$' })),
    }),
    result: State,
  },
  'panel.weight': {
    params: Type.Object({ weightGrams: Type.Integer({ minimum: -999, maximum: 99_999 }), isStable: Type.Boolean() }),
    result: State,
  },
  'panel.printer': {
    params: Type.Object({
      cover: Type.Optional(Type.Enum(['open', 'closed'])),
      paper: Type.Optional(PaperState),
      power: Type.Optional(Type.Enum(['on', 'off'])),
    }),
    result: State,
  },
  'panel.drawer': { params: Type.Object({ isOpen: Type.Boolean() }), result: State },
  'panel.cable': { params: Type.Object({ device: Type.String(), isPlugged: Type.Boolean() }), result: State },
  'panel.terminal': { params: Type.Object({ answer: TerminalAnswer }), result: State },
  /** Answers the charge that waits for a person. */
  'panel.terminal_reply': {
    params: Type.Object({ answer: Type.Enum(['approve', 'decline', 'reply_lost']) }),
    result: State,
  },
} as const
