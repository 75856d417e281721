import type { Plugin } from 'rolldown'

// A till's screens have some hundred different rows; a shop's names make more in a day.
const CACHED_ROWS_MAX = 4000

interface Edit {
  readonly find: string
  readonly put: string
}

/**
 * Ink's Output (8.0.0, build/output.js) splits every row into styled characters anew for every frame. These edits keep
 * its caches across frames, empty them when they grow, and keep the rows of a text as well.
 */
const edits: readonly Edit[] = [
  {
    find: 'class OutputCaches {\n',
    put: `class OutputCaches {
    lines = new Map();
    getLines(text, make) {
        let cached = this.lines.get(text);
        if (cached === undefined) {
            cached = make();
            this.lines.set(text, cached);
        }
        return [...cached];
    }
    trim() {
        if (this.styledChars.size <= ${CACHED_ROWS_MAX}) return;
        for (const cache of [this.widths, this.blockWidths, this.styledChars, this.lines]) cache.clear();
    }
`,
  },
  {
    find: 'export default class Output {\n',
    put: 'const caches = new OutputCaches();\nexport default class Output {\n',
  },
  { find: '    caches = new OutputCaches();\n', put: '    caches = caches;\n' },
  { find: '        this.height = height;\n', put: '        this.height = height;\n        caches.trim();\n' },
  {
    find: `        const characterLines = [[]];
        for (const character of this.caches.getStyledChars(text)) {
            if (character.value === '\\n') {
                characterLines.push([]);
            }
            else {
                characterLines.at(-1).push(character);
            }
        }
        let lines = characterLines.map(line => styledCharsToString(line));
`,
    put: `        let lines = this.caches.getLines(text, () => {
            const characterLines = [[]];
            for (const character of this.caches.getStyledChars(text)) {
                if (character.value === '\\n') characterLines.push([]);
                else characterLines.at(-1).push(character);
            }
            return characterLines.map(line => styledCharsToString(line));
        });
`,
  },
]

/** Applies the edits, each exactly once; another Ink must not lose them in silence. */
export const editInkOutput = (code: string): string => {
  let edited = code
  for (const { find, put } of edits) {
    const parts = edited.split(find)
    if (parts.length !== 2)
      throw new Error(`Ink's output module has changed: look at kiosk/build for ${JSON.stringify(find)}`)
    edited = parts.join(put)
  }
  return edited
}

/** Keeps Ink's caches across frames. Fails the build when Ink's output module is not there or not as expected. */
export const keepInkCaches = (): Plugin => {
  let isEdited = false
  return {
    name: 'keep-ink-caches',
    transform(code, id) {
      if (!id.endsWith('/ink/build/output.js')) return null
      isEdited = true
      return { code: editInkOutput(code), map: null }
    },
    buildEnd(error) {
      if (error === undefined && !isEdited) this.error('Ink has no build/output.js any more: look at kiosk/build.')
    },
  }
}
