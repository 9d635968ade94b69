import { type ConfigCase, error, lamp, memory, warning } from '../case.ts'

const hash = "'$scrypt$ln=14,r=8,p=1$NFb7nL8Xa2GLZrPg0HfIow$hunter22AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"
const secret = 'clientSecret: hunter22-hunter22'

/** Account linking. */
export const linking: readonly ConfigCase[] = [
  {
    name: 'linking with all that it needs',
    text: `linking: { ${secret}, users: [{ name: family, password: ${hash} }] }\n`,
    problems: [],
  },
  {
    name: 'linking that nobody can use yet is no mistake',
    text: 'linking: {}\n',
    problems: [warning(1, 1, 'under linking is missing: clientSecret, users. See: clova-home link')],
  },
  {
    name: 'linking without users',
    text: `linking: { ${secret} }\n`,
    problems: [warning(1, 1, 'under linking is missing: users. See: clova-home link')],
  },
  {
    name: 'a password as it is, in the place of its hash',
    text: `linking:
  ${secret}
  users:
    - { name: family, password: hunter22 }
`,
    problems: [error(4, 33, 'make one with: clova-home password')],
  },
  {
    name: 'a hash that costs more than a Raspberry Pi has',
    text: `linking:
  ${secret}
  users:
    - { name: family, password: ${hash.replace('ln=14', 'ln=20')} }
`,
    problems: [error(4, 33, 'make one with: clova-home password')],
  },
  {
    name: 'a secret that can be guessed, and a client that HTTP Basic cannot name',
    text: `linking:
  clientId: 'clova:home'
  clientSecret: hunter22
`,
    problems: [error(2, 13, 'without blanks and colons'), error(3, 17, 'at least 16')],
  },
  {
    name: 'redirect URIs that are none',
    text: `linking:
  ${secret}
  redirectUris: ['http://clova.example/', 'https://clova.example/#top']
`,
    problems: [error(3, 18, 'begins with https://'), error(3, 43, 'has no #')],
  },
  {
    name: 'redirect URIs that no header can hold',
    text: `linking:
  ${secret}
  redirectUris: ['https://clova.example/경로?a=1', 'https://clova.example/a b']
  users: [{ name: family, password: ${hash} }]
`,
    problems: [
      error(3, 18, 'write https://clova.example/%EA%B2%BD%EB%A1%9C?a=1'),
      error(3, 50, 'write https://clova.example/a%20b'),
    ],
  },
  {
    name: 'two users of one name, and an appliance with a slip in it',
    text: `${memory}appliances:
${lamp()}linking:
  ${secret}
  users:
    - { name: family, password: ${hash} }
    - { name: family, password: ${hash}, appliances: [lanp] }
`,
    problems: [error(8, 15, 'a user "family" already'), warning(8, 138, 'Did you mean "lamp"?')],
  },
]
