type Labels = Readonly<Record<string, string>>

interface Metric {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly lines: () => string[]
}

/** Series of one metric; more means that a label holds what it should not. */
const SERIES_MAX = 1000

const escaped = /[\\"\n]/u

const escapeValue = (value: string): string =>
  escaped.test(value)
    ? value
        .replaceAll('\\', String.raw`\\`)
        .replaceAll('"', String.raw`\"`)
        .replaceAll('\n', String.raw`\n`)
    : value

// Every answer makes two of these.
const labelText = (labels: Labels): string => {
  let text = ''
  for (const name of Object.keys(labels))
    text += `${text === '' ? '{' : ','}${name}="${escapeValue(labels[name] ?? '')}"`
  return text === '' ? '' : `${text}}`
}

export interface Counter {
  readonly add: (labels?: Labels, by?: number) => void
}

export interface Histogram {
  readonly observe: (value: number, labels?: Labels) => void
}

interface Buckets {
  readonly labels: Labels
  readonly counts: number[]
  sum: number
  count: number
}

/** Metrics in the text format of Prometheus (version 0.0.4). */
export class MetricsRegistry {
  readonly #metrics = new Map<string, Metric>()

  counter(name: string, help: string): Counter {
    const series = new Map<string, number>()
    this.#add({ name, help, type: 'counter', lines: () => [...series].map(([key, value]) => `${name}${key} ${value}`) })
    return {
      add: (labels = {}, by = 1) => {
        const key = labelText(labels)
        if (series.has(key) || series.size < SERIES_MAX) series.set(key, (series.get(key) ?? 0) + by)
      },
    }
  }

  /** `read` is asked at each scrape. */
  gauge(name: string, help: string, read: () => number): void {
    this.#add({ name, help, type: 'gauge', lines: () => [`${name} ${read()}`] })
  }

  histogram(name: string, help: string, bounds: readonly number[]): Histogram {
    const series = new Map<string, Buckets>()
    const linesOf = ({ labels, counts, sum, count }: Buckets): string[] => [
      ...bounds.map(
        (bound, index) => `${name}_bucket${labelText({ ...labels, le: String(bound) })} ${counts[index] ?? 0}`,
      ),
      `${name}_bucket${labelText({ ...labels, le: '+Inf' })} ${count}`,
      `${name}_sum${labelText(labels)} ${sum}`,
      `${name}_count${labelText(labels)} ${count}`,
    ]
    this.#add({ name, help, type: 'histogram', lines: () => [...series.values()].flatMap(linesOf) })
    return {
      observe: (value, labels = {}) => {
        const key = labelText(labels)
        const known = series.get(key)
        if (known === undefined && series.size >= SERIES_MAX) return
        const buckets = known ?? { labels, counts: bounds.map(() => 0), sum: 0, count: 0 }
        if (known === undefined) series.set(key, buckets)
        buckets.sum += value
        buckets.count += 1
        // Each bucket counts what is at most its bound, so the first that does is followed by all others.
        for (let index = bounds.length - 1; index >= 0 && value <= (bounds[index] ?? 0); index -= 1)
          buckets.counts[index] = (buckets.counts[index] ?? 0) + 1
      },
    }
  }

  text(): string {
    const blocks = [...this.#metrics.values()].map(({ name, help, type, lines }) =>
      [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines()].join('\n'),
    )
    return `${blocks.join('\n')}\n`
  }

  #add(metric: Metric): void {
    this.#metrics.set(metric.name, metric)
  }
}
