import { dirname, join, resolve } from 'node:path'
import type { Config } from '../config/load.ts'
import { appliance } from '../home/appliance.ts'
import type { Connection, Log } from '../home/device.ts'
import { type Home, home } from '../home/home.ts'
import { type Memories, memories } from '../home/memory.ts'
import { attach } from './attach.ts'

/** A house with its connections. */
export interface House {
  readonly home: Home
  readonly memories: Memories
  /** Resolves once every driver has tried to connect, whichever way it went. */
  readonly ready: Promise<unknown>
  close(): Promise<void>
}

/** Builds the house that a configuration describes, and begins to connect. */
export function buildHouse(config: Config, log: Log & { child(fields: object): Log }): House {
  const kept = memories({
    file: join(config.state, 'memory.json'),
    warn: (fields, message) => log.warn(fields, message),
  })
  const connections = new Map<string, Connection>()
  for (const [name, entry] of config.drivers) {
    const context = {
      log: log.child({ driver: name }),
      file: (file: string) => resolve(dirname(config.file), file),
      memory: kept.of,
    }
    connections.set(name, attach(entry, context))
  }
  const appliances = config.appliances.flatMap(({ description, options }) => {
    const connection = connections.get(description.driver)
    return connection ? [appliance(description, connection.device(description.id, options))] : []
  })
  const built = home(appliances, config.scenes)
  kept.prune((id) => built.appliances.has(id))
  return {
    home: built,
    memories: kept,
    ready: Promise.all([...connections.values()].map(({ ready }) => ready)),
    async close() {
      await Promise.allSettled([...connections.values()].map((connection) => connection.close()))
      await kept.flush()
    },
  }
}
