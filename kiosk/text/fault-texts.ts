/** The words of a till whose disk, or whose data on it, is in trouble: what is safe, what does not go on, what to do. */
export const faultTexts = {
  diskFull: {
    title: 'The disk of this till is full',
    safe: 'Nothing is lost: every sale that was shown as complete is stored.',
    stopped: 'No new sale, refund or shift begins until there is room. The other tills sell on.',
    closeShift: (key: string, name: string) => `${name} (${key}): room is kept for that.`,
    makeRoom: 'Tell whoever looks after the tills to make room on the disk of this one (64 MB at least).',
    byItself: 'Once there is room the till sells on by itself, within seconds.',
  },
} as const
