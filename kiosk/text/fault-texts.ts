/** What is said of a fault of the disk, or of the data on it. */
export interface FaultWords {
  readonly title: string
  /** What is safe: the first thing that anybody asks. */
  readonly safe: string
  /** What does not go on, and what does. */
  readonly stopped: string
  /** What to do, in order. */
  readonly steps: readonly string[]
  /** There is nothing to press: it goes on by itself. */
  readonly goesOn?: true
}

const otherTills = 'The other tills sell on.'
const tellHelp = 'Tell whoever looks after the tills what stands here.'
const stored = 'Every sale that was shown as complete is stored.'

/** The disk is full. `closeShift` names the key that closes the shift, where one is open. */
export const diskFullWords = (closeShift: { readonly key: string; readonly name: string } | undefined): FaultWords => ({
  title: 'The disk of this till is full',
  safe: `Nothing is lost. ${stored}`,
  stopped: `No new sale, refund or shift begins until there is room. ${otherTills}`,
  steps: [
    ...(closeShift === undefined ? [] : [`${closeShift.name} (${closeShift.key}): room is kept for that.`]),
    'Tell whoever looks after the tills to make room on the disk of this one (64 MB at least).',
    'Once there is room the till sells on by itself, within seconds.',
  ],
})

/** There is no room even for a start. */
export const noRoomToStart: FaultWords = {
  title: 'The disk of this till is full',
  safe: `Nothing is lost. ${stored}`,
  stopped: `This till does not start before there is room. ${otherTills}`,
  steps: [
    'Tell whoever looks after the tills to make room on the disk of this one (64 MB at least).',
    'Once there is room the till starts by itself, within seconds.',
  ],
}

/** The disk failed several times in a row, or does not let the till start. */
export const diskFailing = (detail: string): FaultWords => ({
  title: 'The disk of this till fails',
  safe: `${stored} What the till was about when it stopped is looked up when it starts.`,
  stopped: `This till does not sell, so that nothing is lost. ${otherTills}`,
  steps: [
    `${tellHelp} The disk says: ${detail}`,
    'Look whether card, stick or cable sit firmly, then press Enter to try again.',
    'If it stays so, the disk has to be replaced: docs/troubleshooting.md says how.',
  ],
})

/** The till stopped by itself several times in a row, for a reason that is not the disk's. */
export const stopsAgain = (detail: string): FaultWords => ({
  title: 'This till has stopped several times in a row',
  safe: stored,
  stopped: `It waits here instead of starting again and again. ${otherTills}`,
  steps: [`${tellHelp} It says: ${detail}`, 'Press Enter to start it once more.'],
})

/** The data was written by a newer program. */
export const dataNewer = (detail: string): FaultWords => ({
  title: 'The data of this till is newer than its program',
  safe: 'Nothing is lost, and nothing was changed.',
  stopped: `This program cannot read the data safely, so it does not sell. ${otherTills}`,
  steps: [detail, 'Press Enter once the newer version is installed again.'],
})

/** The till's file cannot be trusted, or is gone; a new one is filled from the hub. `keptAs`: what the old one is called now. */
export const rebuilding = (keptAs: string | undefined, isHubAway: boolean): FaultWords => ({
  title: 'The data of this till is being rebuilt',
  goesOn: true,
  safe:
    keptAs === undefined
      ? 'The file of this till is gone. What the hub has is safe there.'
      : `The file cannot be trusted and is kept as ${keptAs}. What the hub has is safe there, and what can be read is taken over.`,
  stopped: isHubAway
    ? `The hub cannot be reached, and without it this till does not know its last receipt number: it does not sell. ${otherTills}`
    : 'The hub is asked for the open shift, the receipt numbers and the totals.',
  steps: isHubAway
    ? [
        'Look whether the hub is switched on, and whether the network cable of this till sits firmly.',
        'As soon as the hub answers the till goes on by itself.',
        tellHelp,
      ]
    : ['Wait: this takes some seconds.'],
})
