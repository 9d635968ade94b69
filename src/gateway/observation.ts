import { join } from 'node:path'
import type { RequestRecord } from '../clova/handler.ts'
import { exposedHome } from '../home/home.ts'
import type { EventStream } from '../http/admin/events.ts'
import type { LinkingEvent } from '../oauth/linkingEvents.ts'
import { whenAndWhy } from './control/inventory.ts'
import { toRecord, toSummary } from './control/requestViews.ts'
import { StateWatcher } from './control/stateWatcher.ts'
import { Charts } from './history/charts.ts'
import { LinkingProgress } from './history/linkingProgress.ts'
import { PresenceHistory } from './history/presence.ts'
import type { RequestEntry, RequestSource } from './history/requestEntry.ts'
import { type MessagePair, RequestLog } from './history/requestLog.ts'
import { SearchReminder } from './history/searchReminder.ts'
import type { HomeRuntime } from './homeRuntime.ts'
import type { GatewaySettings } from './settings.ts'

interface ObservationOptions {
  readonly stateFolder: string
  readonly runtime: HomeRuntime
  settings(): GatewaySettings
  readonly events: EventStream
  readonly warn: (fields: object, message: string) => void
}

/** What was seen of the home and of CLOVA, for the dashboard: in bounded memory, and seldom written to the disk. */
export class Observation {
  readonly presence: PresenceHistory
  readonly requests: RequestLog
  readonly charts = new Charts()
  readonly searchReminder: SearchReminder
  readonly linking: LinkingProgress
  readonly #events: EventStream
  readonly #stateWatcher: StateWatcher
  readonly #warn: ObservationOptions['warn']
  #isListening = false

  constructor({ stateFolder, runtime, settings, events, warn }: ObservationOptions) {
    this.#events = events
    this.#warn = warn
    const file = (name: string) => join(stateFolder, name)
    this.presence = new PresenceHistory({ file: file('presence.json'), warn, home: runtime.home })
    this.requests = new RequestLog({
      file: file('requests.json'),
      home: runtime.home,
      onEntry: (entry) => this.#onEntry(entry),
    })
    this.searchReminder = new SearchReminder({
      file: file('told-to-clova.json'),
      warn,
      home: () => exposedHome(runtime.home()),
      edition: () => settings().edition,
    })
    this.linking = new LinkingProgress({
      file: file('linking-progress.json'),
      warn,
      onStep: (step) => this.#isListening && events.publish('consoleStep', { step }),
    })
    this.linking.setAddress(settings().server.publicUrl)
    this.#stateWatcher = new StateWatcher(runtime, {
      onChange: (appliance, reading) => {
        this.presence.observe(appliance, reading)
        const { offlineSince, reportedAt, offline, offlineReason } = whenAndWhy(reading, this.presence.of(appliance))
        const assumedAt = runtime.memories.changedAt(appliance)
        events.publish('state', {
          appliance,
          online: reading.online,
          state: { ...reading.state },
          ...(offlineReason !== undefined && { offlineReason }),
          ...(offline && { offline }),
          ...(offlineSince !== undefined && { offlineSince }),
          ...(reportedAt !== undefined && { reportedAt }),
          ...(assumedAt !== undefined && { assumedAt }),
        })
      },
      onHomeChange: () => events.publish('home', {}),
    })
  }

  start(): void {
    this.presence.start()
    this.charts.start()
  }

  /** Whether somebody listens to the events: only then the states of all appliances are followed closely. */
  setListening(isListening: boolean): void {
    this.#isListening = isListening
    this.#stateWatcher.setWatching(isListening)
  }

  /** Notes an answered request, after its answer was sent. @param user who sits at the dashboard */
  onAnswered(source: RequestSource, record: RequestRecord, messages?: MessagePair, user?: string): RequestEntry {
    const entry = this.requests.add(record, source, messages, user)
    this.charts.record(record.ms.total ?? 0, entry.outcome === 'failed')
    if (source === 'clova' || source === 'ownKey') this.#followLinking(record, entry)
    if (this.#isListening && source !== 'stranger')
      this.#events.publish('request', { ...toRecord(record), source, entry: toSummary(entry) })
    return entry
  }

  /** Notes a step of account linking. */
  readonly onLinking = (event: LinkingEvent): void => {
    this.linking.recordLinking(event)
    this.requests.addLinking(event)
  }

  /** Notes requests that nobody signed whom this gateway trusts. */
  readonly onRefused = (reason: string, count: number, status: number): void => {
    if (status === 401) this.requests.addRefused(reason, count)
  }

  async flush(): Promise<void> {
    await Promise.all([this.presence.flush(), this.searchReminder.flush(), this.linking.flush()])
  }

  async close(): Promise<void> {
    this.setListening(false)
    this.charts.stop()
    await Promise.all([
      this.presence.close(),
      this.searchReminder.flush(),
      this.linking.flush(),
      this.requests.save().catch((error: NodeJS.ErrnoException) => {
        this.#warn({ reason: error.code }, 'the log of requests cannot be kept over the restart')
      }),
    ])
  }

  /** A search or a command of CLOVA is a step of linking; a search also tells CLOVA what there is. */
  #followLinking({ trace, action }: RequestRecord, { outcome, kind }: RequestEntry): void {
    const { access } = trace
    this.linking.record('reached')
    if (access?.state !== 'good' || outcome === 'failed') return
    if (action === 'DiscoverAppliances') {
      this.linking.record('discovery', access.user)
      this.searchReminder.recordSearch(access.appliances)
    } else if (kind !== 'discovery') this.linking.record(access.link === undefined ? 'control' : 'speaker', access.user)
  }

  #onEntry(entry: RequestEntry): void {
    const isRequest = entry.kind !== 'linking' && entry.kind !== 'refused'
    if (!isRequest && this.#isListening) this.#events.publish('incident', { entry: toSummary(entry) })
  }
}
