// The manual page clova-home(1), made of what `clova-home help --json` tells of each command.

/** What roff would take for a request of its own, or for a dash to break a line at. */
const plain = (text) =>
  text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/^([.'])/gm, '\\&$1')

const head = (title, text) => `.SH ${title}\n${text}`
const term = (name, text) => `.TP\n.B ${plain(name)}\n${plain(text)}`
const asItStands = (text) => `.nf\n${plain(text)}\n.fi`

/**
 * @param {readonly { usage: string, summary: string, help?: string }[]} commands
 * @param {{ version: string, date: string }} of `date` as 2026-11-21
 * @returns {string} roff
 */
export function manual(commands, { version, date }) {
  return `${[
    `.TH CLOVA\\-HOME 1 "${date}" "clova-home-gateway ${version}" "User Commands"`,
    head('NAME', 'clova\\-home \\- CLOVA Home for the things of this house'),
    head('SYNOPSIS', '.B clova\\-home\n.I COMMAND\n[\\fIwords\\fR] [\\fIoptions\\fR]'),
    head(
      'DESCRIPTION',
      plain(
        'The gateway between a CLOVA speaker and the appliances of a home. As a service it is run by systemd; the other commands speak to that one, or look at its configuration.',
      ),
    ),
    head('COMMANDS', commands.map(command).join('\n')),
    head(
      'OPTIONS',
      [
        term('--config FILE', 'the configuration, else /etc/clova-home/gateway.yaml, else config/gateway.yaml'),
        term('--json', 'what a script can read, where there is something to read'),
        term('--language LANGUAGE', 'ko, ja or en, else that of the terminal, else that of the configuration'),
        term('--help', 'what there is to know of a command'),
        term('--version', 'which version this is, without a command'),
      ].join('\n'),
    ),
    head(
      'EXIT STATUS',
      plain(
        '0; 1 if something is wrong; 2 for wrong usage. run ends with 78 if the configuration is wrong, which systemd does not try again.',
      ),
    ),
    head('FILES', files.map(([name, what]) => term(name, what)).join('\n')),
    head('SERVICES', services.map(([name, what]) => term(name, what)).join('\n')),
    head('SEE ALSO', '.BR systemctl (1),\n.BR journalctl (1)'),
  ].join('\n')}\n`
}

const command = ({ usage, summary, help }) =>
  `.SS ${plain(usage)}\n${plain(summary)}.${help ? `\n.PP\n${asItStands(help)}` : ''}`

const files = [
  ['/etc/clova-home/gateway.yaml', 'the home'],
  ['/etc/clova-home/secrets.yaml', 'what gateway.yaml calls by !secret'],
  ['/etc/clova-home/tunnels/', 'the settings of tunnels, readable by root only'],
  ['/var/lib/clova-home/', 'what the gateway keeps'],
]

const services = [
  ['clova-home.service', 'the gateway; its log: journalctl -u clova-home'],
  [
    'clova-home-tunnel@ssh.service, @cloudflared, @frp',
    'a tunnel to the public listener; examples of the settings are in /usr/share/doc/clova-home-gateway/examples/tunnels/',
  ],
]
