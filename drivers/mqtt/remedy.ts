import type { MqttConfig } from './config.ts'

const hostOf = (url: string) => url.replace(/^\w+:\/\//, '').replace(/(:\d+)?\/?$/, '')
const portOf = (url: string) => Number(/:(\d+)\/?$/.exec(url)?.[1] ?? (/^(mqtts|ssl|tls):/.test(url) ? 8883 : 1883))
const isHere = (url: string) => ['127.0.0.1', 'localhost', '[::1]', '::1'].includes(hostOf(url))

/** What mends what a broker tells, by its words. */
const rows: readonly (readonly [tells: RegExp, mend: (config: MqttConfig) => string])[] = [
  [
    /refuses the username or password/,
    () =>
      'write username and password as the broker knows them (a secret in secrets.yaml); mosquitto: sudo mosquitto_passwd /etc/mosquitto/passwd USER',
  ],
  [
    /ECONNREFUSED|connection was closed|ECONNRESET/,
    ({ url }) => (isHere(url) ? 'sudo systemctl restart mosquitto' : `nc -vz ${hostOf(url)} ${portOf(url)}`),
  ],
  [/ENOTFOUND|EAI_AGAIN/, ({ url }) => `mend url: the name ${hostOf(url)} is not known (ping ${hostOf(url)})`],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|connack timeout/, ({ url }) => `ping -c 3 ${hostOf(url)}`],
  [
    /CERT_|SELF_SIGNED|UNABLE_TO|ALTNAME|EPROTO|ERR_SSL/,
    ({ url }) =>
      `write as ca: who signed its certificate; it is shown by: openssl s_client -connect ${hostOf(url)}:${portOf(url)}`,
  ],
  [/does not let us hear/, () => 'give the user read access to these topics in the acl_file of the broker'],
  [/announces itself/, () => 'clova-home discover shows the names that there are'],
]

/** What mends one of the problems of a broker. */
export const remedy = (problem: string, config: MqttConfig): string | undefined =>
  rows.find(([tells]) => tells.test(problem))?.[1](config)
