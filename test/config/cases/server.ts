import { type ConfigCase, error, warning } from '../case.ts'

/** The edition, the language, the server: all that is not an appliance. */
export const server: readonly ConfigCase[] = [
  {
    name: 'an edition that there is not',
    text: 'edition: krr\n',
    problems: [error(1, 10, 'one of kr, jp. Did you mean "kr"?')],
  },
  {
    name: 'a language that there is not',
    text: 'language: jp\n',
    problems: [error(1, 11, 'one of ko, ja, en. Did you mean "ja"?')],
  },
  {
    name: 'a wrong previousState',
    text: 'previousState: alway\n',
    problems: [error(1, 16, 'Did you mean "always"?')],
  },
  {
    name: 'listen without a port, with a port only, and with one that is too great',
    text: 'server: { listen: 127.0.0.1 }\nadmin: { listen: 8711, password: hunter22secret }\n',
    problems: [error(1, 19, '127.0.0.1:8710'), error(2, 18, '127.0.0.1:8710')],
  },
  {
    name: 'a port that is too great',
    text: 'server: { listen: 127.0.0.1:65536 }\n',
    problems: [error(1, 19, 'at most 65535')],
  },
  { name: 'listen with an address of IPv6', text: "server: { listen: '[::1]:8710' }\n", problems: [] },
  { name: 'a path without a slash', text: 'server: { path: clova }\n', problems: [error(1, 17, '/clova')] },
  {
    name: 'a public address that is not https',
    text: 'server: { publicUrl: http://home.example.com }\n',
    problems: [error(1, 22, 'https://home.example.com')],
  },
  {
    name: 'a public address with a path',
    text: 'server: { publicUrl: https://home.example.com/clova }\n',
    problems: [error(1, 22, 'server.path is the path there')],
  },
  {
    name: 'a public address with another port',
    text: 'server: { publicUrl: https://home.example.com:8443 }\n',
    problems: [error(1, 22, 'CLOVA comes to port 443')],
  },
  {
    name: 'a public address as a browser shows it',
    text: 'server: { publicUrl: https://a.example:443/ }\n',
    problems: [],
  },
  {
    name: 'a public address that leads to this machine',
    text: 'server: { publicUrl: https://localhost }\n',
    problems: [warning(1, 22, 'where nobody knows this name; write the name of your tunnel')],
  },
  {
    name: 'a public address of the home',
    text: 'server: { publicUrl: https://pi.local }\n',
    problems: [warning(1, 22, 'CLOVA comes from the internet')],
  },
  {
    name: 'a public address of numbers',
    text: 'server: { publicUrl: https://192.0.2.1 }\n',
    problems: [warning(1, 22, 'a certificate is for a name')],
  },
  {
    name: 'a public address of numbers, IPv6',
    text: "server: { publicUrl: 'https://[2001:db8::1]' }\n",
    problems: [warning(1, 22, 'a certificate is for a name')],
  },
  {
    name: 'a public address that is none',
    text: 'server: { publicUrl: home }\n',
    problems: [error(1, 22, 'https://home.example.com')],
  },
  {
    name: 'a duration in words',
    text: 'server: { deadline: 5 seconds }\n',
    problems: [error(1, 21, '500ms, 5s, 2m, 1h or 30d')],
  },
  {
    name: 'a duration without its unit',
    text: 'server: { deadline: 5 }\n',
    problems: [error(1, 21, '500ms, 5s')],
  },
  {
    name: 'a deadline after which CLOVA has long given up is told in the unit that users write',
    text: 'server: { deadline: 10s }\n',
    problems: [error(1, 21, '7.5s')],
  },
  {
    name: 'a deadline that nothing can meet is told in the unit that users write',
    text: 'server: { deadline: 10ms }\n',
    problems: [error(1, 21, '100ms')],
  },
  {
    name: 'what has no effect yet',
    text: 'admin: { password: hunter22secret }\n',
    problems: [warning(1, 1, '"admin" has no effect')],
  },
  {
    name: 'a path where account linking is',
    text: 'server: { path: /oauth/token }\n',
    problems: [error(1, 17, 'for account linking')],
  },
  {
    name: 'a tunnel that is to be trusted',
    text: 'server: { trustedProxy: { header: X-Forwarded-For, from: [127.0.0.1, 192.168.1.0/24, "fd00::/8"] } }\n',
    problems: [],
  },
  {
    name: 'a header that nobody sets, and a tunnel from no address',
    text: `server:
  trustedProxy:
    header: X-Forwarded
    from: [localhost]
`,
    problems: [error(3, 13, 'X-Forwarded-For'), error(4, 12, '127.0.0.1, or a network')],
  },
  {
    name: 'a dashboard behind a reverse proxy',
    text: 'dashboard: { listen: "home:9000", allowedHosts: [home.example.com], trustedProxies: [127.0.0.1, "fd00::/8"], basePath: /a/b }\n',
    problems: [],
  },
  {
    name: 'a dashboard whose names and paths are whole addresses',
    text: `dashboard:
  listen: home
  allowedHosts: ["https://home.example.com"]
  trustedProxies: [nginx]
  basePath: /home/
`,
    problems: [
      error(2, 11, 'write where to listen as'),
      error(3, 18, 'without http:// and port'),
      error(4, 20, '127.0.0.1, or a network'),
      error(5, 13, 'without a slash at its end'),
    ],
  },
  {
    name: 'a key file that is not there',
    text: 'signature: { publicKey: keys/clova.pem }\n',
    problems: [warning(1, 25, /^there is no file \/.*\/keys\/clova\.pem; without the key every request/)],
  },
]
