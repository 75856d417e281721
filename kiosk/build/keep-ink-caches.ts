import type { Plugin } from 'rolldown'

// A till's screens have some hundred different rows; a shop's names make more in a day.
const CACHED_ROWS_MAX = 4000

interface Edit {
  readonly find: string
  readonly put: string
}

/**
 * Ink's Output (8.0.0, build/output.js) splits every row into styled characters anew for every frame. These edits keep
 * its caches across frames and empty them when they grow; keep the rows of a text as well; and take a row's text from an
 * earlier frame, wherever it stood, when all its cells are the same objects. A row of narrow characters that fills the whole
 * width is not copied cell by cell: the cached cells become the row, and are copied when something is written over them.
 */
const outputEdits: readonly Edit[] = [
  {
    find: 'class OutputCaches {\n',
    put: `const emptyCell = { type: 'char', value: ' ', fullWidth: false, styles: [] };
class OutputCaches {
    lines = new Map();
    rows = new WeakMap();
    // Cells of one column each, shared by frames: never written to.
    narrow = new WeakSet();
    texts = new WeakMap();
    blank = [];
    getBlank(width) {
        if (this.blank.length !== width) {
            this.blank = Array.from({ length: width }, () => emptyCell);
            this.narrow.add(this.blank);
        }
        return this.blank;
    }
    getLines(text, make) {
        if (!text.includes('\\n')) return [text];
        let cached = this.lines.get(text);
        if (cached === undefined) {
            cached = make();
            this.lines.set(text, cached);
        }
        return [...cached];
    }
    getRow(cells, make) {
        const shared = this.texts.get(cells);
        if (shared !== undefined) return shared;
        const last = cells.length === 0 ? undefined : this.rows.get(cells[0]);
        if (last !== undefined && last.cells.length === cells.length && last.cells.every((cell, x) => cell === cells[x])) return last.text;
        const text = make();
        if (this.narrow.has(cells)) this.texts.set(cells, text);
        else if (cells.length > 0) this.rows.set(cells[0], { cells, text });
        return text;
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
  {
    find: `            this.styledChars.set(line, cached);
`,
    put: `            this.styledChars.set(line, cached);
            if (cached.every(character => this.getStringWidth(character.value) <= 1)) this.narrow.add(cached);
`,
  },
  {
    find: `            const currentLine = output[y + index];
`,
    put: `            let currentLine = output[y + index];
`,
  },
  {
    find: `            if (characters.length === 0) {
                continue;
            }
`,
    put: `            if (characters.length === 0) {
                continue;
            }
            const isNarrow = this.caches.narrow.has(characters);
            if (isNarrow && x === 0 && characters.length === this.width && currentLine.length === this.width) {
                output[y + index] = characters;
                continue;
            }
            if (this.caches.narrow.has(currentLine)) {
                currentLine = [...currentLine];
                output[y + index] = currentLine;
            }
`,
  },
  {
    find: `            for (const character of characters) {
                currentLine[offsetX] = character;
`,
    put: `            if (isNarrow) for (const character of characters) {
                currentLine[offsetX] = character;
                offsetX += 1;
            }
            else for (const character of characters) {
                currentLine[offsetX] = character;
`,
  },
  {
    find: `            const row = [];
            for (let x = 0; x < this.width; x++) {
                row.push({
                    type: 'char',
                    value: ' ',
                    fullWidth: false,
                    styles: [],
                });
            }
            output.push(row);
`,
    put: '            output.push(this.caches.getBlank(this.width));\n',
  },
  {
    find: `            .map(line => {
            // See https://github.com/vadimdemedes/ink/pull/564#issuecomment-1637022742
            const lineWithoutEmptyItems = line.filter(item => item !== undefined);
            return styledCharsToString(lineWithoutEmptyItems).trimEnd();
        })
`,
    put: `            .map(line => this.caches.getRow(line, () =>
                styledCharsToString(line.filter(item => item !== undefined)).trimEnd()))
`,
  },
]

/** Ink cleans every text of a frame anew (build/sanitize-ansi.js); the same text stays clean. */
const sanitizeEdits: readonly Edit[] = [
  { find: 'const sanitizeAnsi = (text) => {\n', put: 'const sanitizeNow = (text) => {\n' },
  {
    find: 'export default sanitizeAnsi;\n',
    put: `const sanitized = new Map();
const sanitizeAnsi = (text) => {
    let clean = sanitized.get(text);
    if (clean === undefined) {
        if (sanitized.size >= ${CACHED_ROWS_MAX}) sanitized.clear();
        clean = sanitizeNow(text);
        sanitized.set(text, clean);
    }
    return clean;
};
export default sanitizeAnsi;
`,
  },
]

/** A node that holds one text (build/squash-text-nodes.js) gives the same as long as it holds the same. */
const squashEdits: readonly Edit[] = [
  { find: 'const squashTextNodes = (node) => {\n', put: 'const squashNow = (node) => {\n' },
  {
    find: 'export default squashTextNodes;\n',
    put: `const squashTextNodes = (node) => {
    const only = node.childNodes.length === 1 ? node.childNodes[0] : undefined;
    if (only?.nodeName !== '#text') return squashNow(node);
    if (node.squashedFrom !== only.nodeValue) {
        node.squashedFrom = only.nodeValue;
        node.squashed = squashNow(node);
    }
    return node.squashed;
};
export default squashTextNodes;
`,
  },
]

/** The modules of Ink that are edited, and how. */
const editsOf: Readonly<Record<string, readonly Edit[]>> = {
  'output.js': outputEdits,
  'sanitize-ansi.js': sanitizeEdits,
  'squash-text-nodes.js': squashEdits,
}

/** The names of the edited modules. */
export const editedModules: readonly string[] = Object.keys(editsOf)

/** Applies the edits, each exactly once; another Ink must not lose them in silence. */
export const editInk = (name: string, code: string): string => {
  let edited = code
  for (const { find, put } of editsOf[name] ?? []) {
    const parts = edited.split(find)
    if (parts.length !== 2)
      throw new Error(`Ink's ${name} has changed: look at kiosk/build for ${JSON.stringify(find)}`)
    edited = parts.join(put)
  }
  return edited
}

/** Keeps Ink's caches across frames. Fails the build when a module of Ink's is not there or not as expected. */
export const keepInkCaches = (): Plugin => {
  const missing = new Set(editedModules)
  return {
    name: 'keep-ink-caches',
    transform(code, id) {
      const name = /\/ink\/build\/([^/]+)$/.exec(id)?.[1]
      if (name === undefined || !editedModules.includes(name)) return null
      missing.delete(name)
      return { code: editInk(name, code), map: null }
    },
    buildEnd(error) {
      if (error === undefined && missing.size > 0) this.error(`Ink has no ${[...missing].join()}: look at kiosk/build.`)
    },
  }
}
