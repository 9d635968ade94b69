import type { ServerResponse } from 'node:http'

/** What it does with all requests of CLIP v2 but the stream. */
export type Mode = 'ok' | 'rebooting' | 'limiting' | 'hanging' | 'closing' | 'half' | 'html' | 'junk' | 'empty'

/** What came as JSON, or as it came. */
export function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

export function html(response: ServerResponse, status: number, title: string): void {
  response
    .writeHead(status, { 'content-type': 'text/html' })
    .end(`<html><head><title>hue personal wireless lighting</title></head><body>${title}</body></html>`)
}

export const broken: Readonly<Record<Exclude<Mode, 'ok'>, (response: ServerResponse) => void>> = {
  rebooting: (response) => html(response, 503, 'Service Unavailable'),
  limiting: (response) => html(response, 429, 'Too Many Requests'),
  hanging: () => {},
  closing: (response) => void response.destroy(),
  half(response) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
    response.write('{"errors":[],"da', () => response.destroy())
  },
  html: (response) => html(response, 200, 'Oops, there appears to be no lighting here'),
  junk: (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end('{"errors":[],"data":[{'),
  empty: (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(),
}
