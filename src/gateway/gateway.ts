import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { daily } from '../backup/schedule.ts'
import { clova } from '../clova/handler.ts'
import type { Config } from '../config/load.ts'
import type { LocalKey } from '../control/localKey.ts'
import { copyOf, publicKey } from '../http/clova/publicKey.ts'
import { app, type Back, desk } from '../http/clova/router.ts'
import { selfTests } from '../http/clova/selfTest.ts'
import { type Listener, listen } from '../http/server.ts'
import { tokens } from '../oauth/accessTokens.ts'
import { watchFolder } from '../util/watchFolder.ts'
import type { LinkingOffice } from './accountLinking.ts'
import { keepText } from './compressedText.ts'
import { questions } from './control/handlers.ts'
import { buildHouse, type House } from './homeRuntime.ts'
import { publicWay } from './lastRequest.ts'
import { makeState, type Settings, settingsOf } from './settings.ts'
import { openLocal, signersOf } from './signers.ts'

/** How long requests may go on after the gateway was told to stop, in milliseconds. */
const grace = 3500

/** The running gateway. */
export interface Gateway {
  /** where it listens in fact, as `host:port` */
  address(): string
  readonly house: House
  readonly localKey: Promise<LocalKey | undefined>
  /** Takes the access tokens as they stand on disk; done by itself when they change. */
  reloadTokens(): void
  /** Goes on by another configuration; requests under way finish by the old one. @throws Error in plain words, and nothing has changed */
  change(config: Config): Promise<void>
  /** Is told why the configuration as it stands on the disk cannot be used; nothing if it is in force. */
  refuse(reason: string | undefined): void
  /** Takes no more requests, finishes what runs, closes every connection and writes what is not written. */
  close(): Promise<void>
}

/**
 * Starts everything that a configuration describes.
 * @throws Error in plain words if it cannot listen
 */
export async function startGateway(initial: Config, log: Logger): Promise<Gateway> {
  const first = settingsOf(initial)
  const warn = (fields: object, message: string) => log.warn(fields, message)
  const inState = (name: string) => join(first.state, name)
  let config = first
  makeState(config.state, warn)
  const local = openLocal(config.state, warn)
  const signers = signersOf(local.now)
  // Watched before it is read, so that no change falls between the two.
  const watcher = watchFolder(first.state, (name) => name === 'tokens.json' && access.reload(), warn)
  const access = tokens(inState('tokens.json'), () => local.hash, warn)
  const keyOf = ({ publicKey: source }: Settings) => publicKey({ source, copy: inState(copyOf(source)), warn })
  const formKey = local.key.then((own) => own?.formKey)
  let links: LinkingOffice | undefined
  let opening: Promise<LinkingOffice> | undefined
  // Loaded by those who link: others need not hold it in memory.
  const office = (): Promise<LinkingOffice> => {
    opening ??= import('./accountLinking.ts').then(({ openLinking }) => {
      links = openLinking(first, () => config.linking, access, formKey, log)
      return links
    })
    return opening
  }
  if (config.linking) await office()
  const authorize = (token: string) => links?.authorize(token) ?? { state: access.check(token) }
  let key = keyOf(config)
  const house = buildHouse(initial, log)
  house.prune()
  const flush = () => Promise.all([house.flush(), links?.flush()])
  const backups = daily({ file: initial.file, log, flush })
  const protocol = clova({ home: house.home, dialect: () => config, authorize, log })
  const counter = desk(log)
  const tests = selfTests()
  const way = publicWay(first)
  let written = keepText(initial.text)
  let refused: string | undefined
  const asked = questions({
    house,
    edition: () => config.edition,
    problems: () =>
      [refused, ...[house.memories, key, backups, links].map((one) => one?.problem())].filter(
        (problem) => problem !== undefined,
      ),
    tests,
    heard: way.heard,
    seen: way.seen,
    text: () => written(),
    flush,
    office,
  })
  let listener: Listener = await listen(front(config), config.server.listen).catch(async (error) => {
    watcher.close()
    await house.close()
    throw error
  })
  // Made once in the life of a gateway; whoever hears that it listens may speak to it.
  await local.key
  log.info(
    { address: listener.address, edition: config.edition, appliances: house.home().appliances.size },
    'the gateway is listening',
  )

  backups.follow(initial.backup)
  return {
    address: () => listener.address,
    house,
    localKey: local.key,
    reloadTokens: access.reload,
    async change(next) {
      if (next.state !== first.state)
        log.warn({ state: next.state }, 'another state folder counts only after a restart')
      if (next.linking) await office()
      await moveTo(next)
      // A file of the same name may hold another key.
      if (next.publicKey !== config.publicKey || !/^https?:/.test(next.publicKey)) key = keyOf(next)
      config = settingsOf(next)
      way.follow(config)
      written = keepText(next.text)
      house.change(next)
      backups.follow(next.backup)
      house.prune()
    },
    refuse(reason) {
      refused = reason && `the changed configuration is not in force, the one before is: ${reason}`
    },
    async close() {
      watcher.close()
      backups.close()
      await listener.close(grace)
      await Promise.all([house.close(), links?.flush()])
    },
  }

  /** Listens where another configuration says. @throws Error in plain words, and it listens where it did */
  async function moveTo(next: Settings): Promise<void> {
    const [from, to] = [config.server.listen, next.server.listen]
    if (from.host === to.host && from.port === to.port) return listener.serve(front(next))
    const old = listener
    // The same port at another address may be ours: then the old one must go first.
    if (from.port === to.port) await old.close(grace)
    try {
      listener = await listen(front(next), to)
    } catch (error) {
      if (from.port === to.port) listener = await listen(front(config), from)
      throw error
    }
    if (from.port !== to.port) await old.close(grace)
  }

  function front(settings: Settings): RequestListener {
    const { server } = settings
    const linking = links?.back(settings)
    const back: Back = {
      path: server.path,
      deadline: server.deadline,
      clova: protocol,
      log,
      ...(linking && { linking }),
      heard: way.came,
      selfTest: tests.answer,
      verify: (body, signature) => signers.of(key, body, signature),
      local: async (name, body, signal) => (Object.hasOwn(asked, name) ? asked[name]?.(body, signal) : undefined),
    }
    return app(back, counter)
  }
}
