import type { MqttConfig } from './config.ts'

const hostOf = (url: string) => url.replace(/^\w+:\/\//, '').replace(/(:\d+)?\/?$/, '')
const portOf = (url: string) => Number(/:(\d+)\/?$/.exec(url)?.[1] ?? (/^(mqtts|ssl|tls):/.test(url) ? 8883 : 1883))
const isHere = (url: string) => ['127.0.0.1', 'localhost', '[::1]', '::1'].includes(hostOf(url))

/** What to do about a problem of a broker, by the words of the problem; the first row that fits counts. */
const rows: readonly (readonly [problem: RegExp, fix: (config: MqttConfig) => string])[] = [
  [
    /refuses the username or password/,
    () =>
      'write username and password as the broker knows them (a secret in secrets.yaml); mosquitto: sudo mosquitto_passwd /etc/mosquitto/passwd USER',
  ],
  [
    /ECONNREFUSED|connection was closed|ECONNRESET/,
    ({ url }) => (isHere(url) ? 'sudo systemctl restart mosquitto' : `nc -vz ${hostOf(url)} ${portOf(url)}`),
  ],
  [/ENOTFOUND|EAI_AGAIN/, ({ url }) => `correct url: the name ${hostOf(url)} is not known (ping ${hostOf(url)})`],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|connack timeout/, ({ url }) => `ping -c 3 ${hostOf(url)}`],
  [
    /ALTNAME/,
    ({ url }) =>
      `write in url: one of the names in the certificate of the broker; they are shown by: openssl s_client -connect ${hostOf(url)}:${portOf(url)} </dev/null | openssl x509 -noout -ext subjectAltName`,
  ],
  [
    /\((ca|cert|key)\) cannot be read/,
    () => 'correct the path, or let the user of the gateway read it: sudo chgrp clova-home FILE && sudo chmod g+r FILE',
  ],
  [
    /CERT_|SELF_SIGNED|UNABLE_TO|EPROTO|ERR_SSL/,
    ({ url }) =>
      `write as ca: who signed its certificate; it is shown by: openssl s_client -connect ${hostOf(url)}:${portOf(url)}`,
  ],
  [/does not let us hear/, () => 'give the user read access to these topics in the acl_file of the broker'],
  [/is not used:/, () => 'correct the topic in the configuration, or in what the device announces'],
  [
    /meant nothing:/,
    () => 'compare the words and the path of the appliance with what its device says: mosquitto_sub -v -t TOPIC',
  ],
  [/announces itself/, () => 'clova-home discover shows the names that there are'],
]

/** What to do about one of the problems of a broker; nothing if that is not known. */
export const remedy = (problem: string, config: MqttConfig): string | undefined =>
  rows.find(([words]) => words.test(problem))?.[1](config)
