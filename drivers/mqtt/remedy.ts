import { type OfflineCause, remedyFor } from '../../src/home/offlineCause.ts'
import type { Text } from '../../src/util/translate.ts'
import type { MqttConfig } from './config.ts'
import { type MqttFix, say } from './messages.ts'

type Remedy = (config: MqttConfig) => Text

const hostOf = (url: string) => url.replace(/^\w+:\/\//, '').replace(/(:\d+)?\/?$/, '')
const portOf = (url: string) => Number(/:(\d+)\/?$/.exec(url)?.[1] ?? (/^(mqtts|ssl|tls):/.test(url) ? 8883 : 1883))
const isHere = (url: string) => ['127.0.0.1', 'localhost', '[::1]', '::1'].includes(hostOf(url))

const connectCommand = (url: string) => `openssl s_client -connect ${hostOf(url)}:${portOf(url)}`

const isReachable: Remedy = ({ url }) => `ping -c 3 ${hostOf(url)}`
const isRunning: Remedy = ({ url }) =>
  isHere(url) ? 'sudo systemctl restart mosquitto' : `nc -vz ${hostOf(url)} ${portOf(url)}`
const showCertificate: Remedy = ({ url }) => say('fixAuthority', { command: connectCommand(url) })

/** What to do about a problem of a broker or of a device behind it: a command, or a sentence. */
const remedies: Readonly<Record<MqttFix, Remedy> & Partial<Record<OfflineCause, Remedy>>> = {
  wrongCredentials: () => say('fixLogin'),
  refusedConnection: isRunning,
  connectionClosed: isRunning,
  unknownHost: ({ url }) => say('fixUrl', { host: hostOf(url) }),
  unreachableHost: isReachable,
  noAnswer: isReachable,
  otherCertificateName: ({ url }) =>
    say('fixName', { command: `${connectCommand(url)} </dev/null | openssl x509 -noout -ext subjectAltName` }),
  untrustedCertificate: showCertificate,
  noTls: showCertificate,
  file: () => say('fixFile'),
  acl: () => say('fixAcl'),
  topic: () => say('fixTopic'),
  words: () => say('fixWords'),
  names: () => say('showNames'),
}

/** What to do about one of the problems of a broker; nothing if that is not known. */
export const remedy = (problem: Text, config: MqttConfig): Text | undefined => remedyFor(remedies, problem)?.(config)
