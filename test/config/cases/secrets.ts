import { type ConfigCase, error } from '../case.ts'

const asked = 'drivers:\n  b:\n    type: mqtt\n    password: !secret mqtt_password\n'
const inline = (line: string) => `drivers:\n  b:\n    type: mqtt\n${line}\n`

/** Secrets: their sources, and that no message contains one. */
export const secrets: readonly ConfigCase[] = [
  { name: 'a secret of secrets.yaml', text: asked, secrets: 'mqtt_password: hunter22secret\n', problems: [] },
  {
    name: 'a secret of $CREDENTIALS_DIRECTORY',
    text: asked,
    credentials: { mqtt_password: 'hunter22secret\n' },
    problems: [],
  },
  { name: 'a secret of the environment', text: asked, env: { mqtt_password: 'hunter22secret' }, problems: [] },
  {
    name: 'a secret of the environment, in capitals',
    text: asked,
    env: { MQTT_PASSWORD: 'hunter22secret' },
    problems: [],
  },
  ...['"!secret mqtt_password"', "'! secret mqtt_password'", '! secret mqtt_password'].map(
    (written): ConfigCase => ({
      name: `${written} is a text and no secret`,
      text: inline(`    password: ${written}`),
      problems: [
        error(4, written.startsWith('!') ? 17 : 15, 'write it without quotes and without a space behind the !'),
      ],
    }),
  ),
  {
    name: 'a secret that is nowhere, like one there is',
    text: asked,
    secrets: 'mqtt_pasword: hunter22secret\n',
    problems: [
      error(
        4,
        23,
        'this secret is not in secrets.yaml, not in $CREDENTIALS_DIRECTORY and not in the environment. Did you mean "mqtt_pasword"?',
      ),
    ],
  },
  {
    name: 'a secret that is nowhere, and no file',
    text: asked,
    problems: [error(4, 23, 'this secret is not in secrets.yaml')],
  },
  {
    name: 'a secret that is nowhere is all that is told of it',
    text: 'drivers:\n  b: { type: mqtt, url: !secret broker }\n',
    problems: [error(2, 33, 'this secret is not in secrets.yaml')],
  },
  {
    name: 'a secret without its name',
    text: inline('    password: !secret'),
    problems: [error(4, 5, '!secret')],
  },
  {
    name: 'secrets that others can read are refused, and nothing else is told of them',
    text: asked,
    secrets: 'mqtt_password: hunter22secret\n',
    mode: 0o604,
    problems: [error(1, 1, /^others can read this file; run: chmod o= \/.*\/secrets\.yaml$/, 'secrets.yaml')],
  },
  {
    name: 'secrets that others can read are told first, and what follows from them is not',
    text: 'servr: {}\nlinking:\n  clientSecret: !secret cs\n  users: [{ name: me, password: !secret pw }]\n',
    secrets: 'cs: hunter22secret\npw: hunter22secret\n',
    mode: 0o604,
    problems: [error(1, 1, 'others can read this file', 'secrets.yaml'), error(1, 1, '"servr"')],
  },
  {
    name: 'secrets that only a group can read are taken',
    text: asked,
    secrets: 'mqtt_password: hunter22secret\n',
    mode: 0o640,
    problems: [],
  },
  {
    name: 'secrets that are no YAML, without a word of them',
    text: asked,
    secrets: 'wifi: x\nmqtt_password: "hunter22secret\n',
    problems: [error(2, 16, 'the quote that opens here is not closed', 'secrets.yaml')],
  },
  {
    name: 'secrets within secrets',
    text: asked,
    secrets: 'a: b\nmqtt_password: { value: hunter22secret }\n',
    problems: [error(2, 1, 'each line must be a name, a colon and the secret', 'secrets.yaml')],
  },
  {
    name: 'a secret whose name is the secret itself is not told',
    text: inline('    password: !secret hunter22PW'),
    problems: [error(4, 23, /^this secret is not in secrets\.yaml/)],
  },
  ...[
    '@hunter22',
    '%hunter22',
    '*hunter22',
    '&hunter22',
    '!hunter22',
    '`hunter22',
    '[hunter22',
    '{hunter22',
    '- hunter22',
    '? hunter22',
    ', hunter22',
    'true',
    'False',
    'null',
    '~',
    'hunter22 #1',
    'a: hunter22',
  ].map(
    (secret): ConfigCase => ({
      name: `the secret ${secret.replace('hunter22', 'abc')} without quotes`,
      text: asked,
      secrets: `wifi: x\nmqtt_password: ${secret}\nother: y\n`,
      problems: [
        error(
          2,
          /^(true|False|null|~)$/.test(secret) ? 16 : 16,
          'put this secret in quotes, as mqtt_password:',
          'secrets.yaml',
        ),
      ],
    }),
  ),
  {
    name: 'a secret with a remark behind it',
    text: asked,
    secrets: 'mqtt_password: hunter22secret # of the broker\n',
    problems: [],
  },
  {
    name: 'a name without its secret',
    text: asked,
    secrets: 'mqtt_password:\nother: x\n',
    problems: [error(1, 1, 'no secret stands behind this name', 'secrets.yaml')],
  },
  {
    name: 'every mistake of the secrets',
    text: asked,
    secrets: 'a: @hunter22\nb: good\nc: "hunter22\nd:hunter22\nmqtt_password: hunter22 #1\ne: true\nb: again\n',
    problems: [
      error(1, 4, 'in quotes', 'secrets.yaml'),
      error(3, 4, 'the quote that opens here is not closed', 'secrets.yaml'),
      error(4, 3, 'a space is missing behind the colon', 'secrets.yaml'),
      error(5, 16, 'in quotes', 'secrets.yaml'),
      error(6, 4, 'in quotes', 'secrets.yaml'),
      error(7, 1, 'this key stands here twice', 'secrets.yaml'),
    ],
  },
  {
    name: 'secrets that are not UTF-8',
    text: asked,
    secretBytes: Buffer.from([...Buffer.from('mqtt_password: hunter22\nb: '), 0xb0, 0xc5, 0x0a]),
    problems: [error(2, 4, 'this is not UTF-8; save the file as UTF-8', 'secrets.yaml')],
  },
  {
    name: 'secrets in a file that is a folder',
    text: asked,
    secretFolder: true,
    problems: [error(1, 1, 'this file cannot be read (EISDIR)', 'secrets.yaml')],
  },
  {
    name: 'a mistake in the line of a password',
    text: 'drivers:\n  b: { type: mqqt, password: hunter22secret }\n',
    problems: [error(2, 14, 'Did you mean "mqtt"?')],
  },
  {
    name: 'a mistake behind a password',
    text: `admin: { "password": 'hunter22secret', listen: 8711 }\n`,
    problems: [error(1, 48, '127.0.0.1:87')],
  },
  {
    name: 'a password that is no text',
    text: inline('    password: [hunter22secret]'),
    problems: [error(4, 5, '"password" must be a text, and is a list')],
  },
  {
    name: 'a password twice',
    text: inline('    password: hunter22secret\n    password: hunter22secret'),
    problems: [error(5, 5, 'stands here twice')],
  },
  {
    name: 'a password under a key with a mistake in it',
    text: inline('    passwrd: hunter22secret'),
    problems: [error(4, 5, 'Did you mean "password"?')],
  },
  {
    name: 'a password in the wrong line',
    text: inline('    password:\n    hunter22secret'),
    problems: [error(5, 5, 'a colon is missing behind this key')],
  },
  {
    name: 'a password whose quotes are not closed',
    text: inline('    password: "hunter22secret'),
    problems: [error(4, 15, 'the quote that opens here is not closed')],
  },
  {
    name: 'a password with a colon that is not quoted',
    text: inline('    password: hunter22secret: more'),
    problems: [error(4, 15, 'put the text in quotes')],
  },
  {
    name: 'a secret where none belongs',
    text: 'drivers: { b: { type: !secret kind } }\n',
    secrets: 'kind: hunter22secret\n',
    problems: [error(1, 31, 'there is no driver')],
  },
  {
    name: 'a key that only sounds like a secret is shown',
    text: "signature: { publicKey: '' }\n",
    problems: [error(1, 25, '"publicKey" must be at least 1')],
  },
]
