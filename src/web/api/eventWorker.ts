import { EventFeed, type FeedMessage, type FeedRequest } from './eventFeed.ts'

// One event stream for all tabs of a browser: browsers open only six connections to a gateway without https. This is the
// script of the shared worker; its name is the address of the events.

/** The pages that want events. A page that crashed stays in here, which costs nothing: the browser drops what is sent to it. */
const pages = new Set<MessagePort>()

const broadcast = (message: FeedMessage): void => {
  for (const page of pages) page.postMessage(message)
  if (message.kind === 'unauthorized') pages.clear()
}
const feed = new EventFeed(self.name, broadcast)

const answers: Readonly<Record<FeedRequest, (page: MessagePort) => void>> = {
  join(page) {
    pages.add(page)
    if (feed.isOpen) page.postMessage({ kind: 'open' } satisfies FeedMessage)
    else feed.start()
  },
  restart(page) {
    pages.add(page)
    feed.restart()
  },
  check: () => feed.check(),
  leave(page) {
    pages.delete(page)
    if (pages.size === 0) feed.stop()
  },
}

addEventListener('connect', (event) => {
  const [page] = (event as MessageEvent).ports
  if (page) page.onmessage = ({ data }: MessageEvent<FeedRequest>) => answers[data](page)
})
