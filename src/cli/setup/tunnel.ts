import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { Words } from '../../home/asking.ts'
import type { Outside } from '../doctor/scene.ts'
import { place } from '../place.ts'

/** Where the package puts examples of the settings, and where the units look for them. */
export interface TunnelFolders {
  readonly examples: string
  readonly settings: string
}
export const installed: TunnelFolders = {
  examples: '/usr/share/doc/clova-home-gateway/examples/tunnels',
  settings: '/etc/clova-home/tunnels',
}

/** What stands in settings of several forms without quotes. */
const wordRule: Words = {
  ko: '영문자, 숫자와 . _ : + / = - 만 쓸 수 있습니다',
  ja: '英数字と . _ : + / = - だけが使えます',
  en: 'letters, digits and . _ : + / = - only',
}
const idRule: Words = {
  ko: '"cloudflared tunnel list" 에 나오는 터널의 ID입니다',
  ja: '「cloudflared tunnel list」に出るトンネルのIDです',
  en: 'the id of a tunnel, as "cloudflared tunnel list" shows it',
}
const word = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:+/=-]{0,199}$/, wordRule.en)

/** The tunnel that is to be, and what only its owner knows of it. */
export const tunnelSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cloudflared'),
    id: z.uuid(idRule.en),
  }),
  z.strictObject({ kind: z.literal('ssh'), server: word, user: word }),
  z.strictObject({ kind: z.literal('frp'), server: word, token: word }),
])
export type Tunnel = z.infer<typeof tunnelSchema>

interface Kind {
  /** its settings file */
  readonly file: string
  /** what must lie beside it, and only its owner can make */
  readonly besides: readonly string[]
  readonly questions: readonly {
    readonly key: string
    readonly words: Words
    /** what it may be */
    readonly rule: Words
    readonly secret?: true
  }[]
  /** the lines of the example that are other here */
  readonly put: (
    tunnel: Readonly<Record<string, string>>,
    host: string,
    listen: Listen,
  ) => readonly (readonly [RegExp, string])[]
}
interface Listen {
  readonly host: string
  readonly port: number
}

const server: Words = { ko: '서버의 주소', ja: 'サーバーのアドレス', en: 'The address of your server' }

/** What each is made of; the examples are `systemd/tunnels/`. */
export const kinds: Readonly<Record<Tunnel['kind'], Kind>> = {
  cloudflared: {
    file: 'cloudflared.yml',
    besides: ['cloudflared.json'],
    questions: [
      {
        key: 'id',
        words: { ko: '터널의 ID (UUID)', ja: 'トンネルのID（UUID）', en: 'The id of the tunnel (a UUID)' },
        rule: idRule,
      },
    ],
    put: ({ id = '' }, host, { host: to, port }) => [
      [/^tunnel: .*$/m, `tunnel: ${id}`],
      [/hostname: .*$/m, `hostname: ${host}`],
      [/service: http:\/\/.*$/m, `service: http://${to}:${port}`],
    ],
  },
  ssh: {
    file: 'ssh.conf',
    besides: ['ssh.key', 'ssh.known_hosts'],
    questions: [
      { key: 'server', words: server, rule: wordRule },
      {
        key: 'user',
        words: { ko: '그곳의 사용자 이름', ja: 'そこでのユーザー名', en: 'Your user name there' },
        rule: wordRule,
      },
    ],
    put: ({ server = '', user = '' }, _host, { host, port }) => [
      [/^( *HostName) .*$/m, `$1 ${server}`],
      [/^( *User) .*$/m, `$1 ${user}`],
      [/^( *RemoteForward \S+) .*$/m, `$1 ${host}:${port}`],
    ],
  },
  frp: {
    file: 'frp.toml',
    besides: [],
    questions: [
      { key: 'server', words: server, rule: wordRule },
      {
        key: 'token',
        words: { ko: 'frps의 토큰', ja: 'frpsのトークン', en: 'The token of your frps' },
        rule: wordRule,
        secret: true,
      },
    ],
    put: ({ server = '', token = '' }, host, { host: to, port }) => [
      [/^serverAddr = .*$/m, `serverAddr = "${server}"`],
      [/^auth.token = .*$/m, `auth.token = "${token}"`],
      [/^localIP = .*$/m, `localIP = "${to}"`],
      [/^localPort = .*$/m, `localPort = ${port}`],
      [/^customDomains = .*$/m, `customDomains = ["${host}"]`],
    ],
  },
}

/** What became of it: what was written, what its owner must put beside, and what starts it if it does not run. */
export interface Tunnelled {
  readonly file: string
  readonly missing: readonly string[]
  readonly command?: string
}

/**
 * Writes the settings of a tunnel as the example has them, and starts it as root where nothing is missing.
 * Settings that are there are kept under a name of their own.
 * @throws Error in plain words if there is no example, or nothing can be written
 */
export async function makeTunnel(
  tunnel: Tunnel,
  publicUrl: string,
  listen: Listen,
  { examples, settings }: TunnelFolders,
  { program, now }: Pick<Outside, 'program' | 'now'>,
): Promise<Tunnelled> {
  const { file: name, besides, put } = kinds[tunnel.kind]
  const example = join(examples, name)
  if (!existsSync(example)) throw new Error(`there is no example ${example}; install the package clova-home-gateway`)
  const text = put({ ...tunnel }, new URL(publicUrl).hostname, listen).reduce(
    (left, [line, by]) => left.replace(line, by),
    readFileSync(example, 'utf8'),
  )
  const file = join(settings, name)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  if (before !== undefined && before !== text) await place(`${file}.before-setup-${now()}`, before)
  if (before !== text) await place(file, text)
  const missing = besides.map((one) => join(settings, one)).filter((one) => !existsSync(one))
  const unit = `clova-home-tunnel@${tunnel.kind}`
  const command = `sudo systemctl enable --now ${unit}`
  if (missing.length > 0 || process.getuid?.() !== 0) return { file, missing, command }
  await program('systemctl', ['enable', '--now', unit])
  const isActive = (await program('systemctl', ['is-active', unit]))?.trim() === 'active'
  return { file, missing, ...(!isActive && { command }) }
}
