import type { Text } from '../../src/util/translate.ts'
import type { MqttConfig } from './config.ts'
import { say } from './messages.ts'

const hostOf = (url: string) => url.replace(/^\w+:\/\//, '').replace(/(:\d+)?\/?$/, '')
const portOf = (url: string) => Number(/:(\d+)\/?$/.exec(url)?.[1] ?? (/^(mqtts|ssl|tls):/.test(url) ? 8883 : 1883))
const isHere = (url: string) => ['127.0.0.1', 'localhost', '[::1]', '::1'].includes(hostOf(url))

const connectCommand = (url: string) => `openssl s_client -connect ${hostOf(url)}:${portOf(url)}`

/** What to do about a problem of a broker, by its English words: a command, or a sentence; the first row that fits counts. */
const rows: readonly (readonly [problem: RegExp, fix: (config: MqttConfig) => Text])[] = [
  [/refuses the username or password/, () => say('fixLogin')],
  [
    /ECONNREFUSED|connection was closed|ECONNRESET/,
    ({ url }) => (isHere(url) ? 'sudo systemctl restart mosquitto' : `nc -vz ${hostOf(url)} ${portOf(url)}`),
  ],
  [/ENOTFOUND|EAI_AGAIN/, ({ url }) => say('fixUrl', { host: hostOf(url) })],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|connack timeout/, ({ url }) => `ping -c 3 ${hostOf(url)}`],
  [
    /ALTNAME/,
    ({ url }) =>
      say('fixName', { command: `${connectCommand(url)} </dev/null | openssl x509 -noout -ext subjectAltName` }),
  ],
  [/\((ca|cert|key)\) cannot be read/, () => say('fixFile')],
  [/CERT_|SELF_SIGNED|UNABLE_TO|EPROTO|ERR_SSL/, ({ url }) => say('fixAuthority', { command: connectCommand(url) })],
  [/does not let us hear/, () => say('fixAcl')],
  [/is not used:/, () => say('fixTopic')],
  [/meant nothing:/, () => say('fixWords')],
  [/announces itself/, () => say('showNames')],
]

/** What to do about one of the problems of a broker; nothing if that is not known. */
export const remedy = (problem: string, config: MqttConfig): Text | undefined =>
  rows.find(([words]) => words.test(problem))?.[1](config)
