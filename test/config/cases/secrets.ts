import { type Case, error } from '../case.ts'

const asked = 'drivers:\n  b:\n    type: mqtt\n    password: !secret mqtt_password\n'
const inline = (line: string) => `drivers:\n  b:\n    type: mqtt\n${line}\n`

/** Secrets: where they come from, and that nobody is told one. */
export const secrets: readonly Case[] = [
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
  {
    name: 'a secret that is nowhere, like one there is',
    text: asked,
    secrets: 'mqtt_pasword: hunter22secret\n',
    problems: [
      error(
        4,
        23,
        'the secret "mqtt_password" is not in secrets.yaml, not in $CREDENTIALS_DIRECTORY and not in the environment. Did you mean "mqtt_pasword"?',
      ),
    ],
  },
  {
    name: 'a secret that is nowhere, and no file',
    text: asked,
    problems: [error(4, 23, 'the secret "mqtt_password" is not in secrets.yaml')],
  },
  {
    name: 'a secret that is nowhere is all that is told of it',
    text: 'drivers:\n  b: { type: mqtt, url: !secret broker }\n',
    problems: [error(2, 33, 'the secret "broker" is not in secrets.yaml')],
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
    problems: [error(2, 1, 'each line is a name, a colon and the secret', 'secrets.yaml')],
  },
  {
    name: 'secrets within secrets',
    text: asked,
    secrets: 'a: b\nmqtt_password: { value: hunter22secret }\n',
    problems: [error(2, 1, 'each line must be a name, a colon and the secret', 'secrets.yaml')],
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
    problems: [error(5, 5, 'this is not YAML')],
  },
  {
    name: 'a password whose quotes are not closed',
    text: inline('    password: "hunter22secret'),
    problems: [error(5, 1, 'this is not YAML')],
  },
  {
    name: 'a password with a colon that is not quoted',
    text: inline('    password: hunter22secret: more'),
    problems: [error(4, 15, 'this is not YAML')],
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
