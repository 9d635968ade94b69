// What shells complete of `clova-home`, made of what `clova-home help --json` tells of each command.

/** The word itself, and what may follow it: alternatives in its usage such as `create|list|revoke`, and its options. */
function shapes(commands) {
  return commands.map(({ usage, summary, options = [], flags = [] }) => ({
    name: usage.split(' ')[0],
    summary,
    words: (/^\S+ ([a-z]+(?:\|[a-z]+)+)/.exec(usage)?.[1] ?? '').split('|').filter(Boolean),
    takesValue: options,
    flags,
  }))
}

const common = ['config', 'json', 'language', 'help']
const dashed = ({ takesValue, flags }) => [...takesValue, ...flags, ...common].map((name) => `--${name}`)
const quote = (text) => `'${text.replace(/'/g, `'\\''`)}'`

/** @returns {string} for bash-completion */
function bash(commands) {
  const all = shapes(commands)
  const rows = all.map((one) => `    ${one.name}) words=${quote([...one.words, ...dashed(one)].join(' '))} ;;`)
  return `# bash completion for clova-home
_clova_home() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words
  if [ "$previous" = --language ]; then
    mapfile -t COMPREPLY < <(compgen -W "ko ja en" -- "$current")
    return
  fi
  if [ "$previous" = --config ] || [ "$previous" = --file ]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
    return
  fi
  case \${COMP_CWORD}:\${COMP_WORDS[1]} in
    1:*) words=${quote(all.map(({ name }) => name).join(' '))} ;;
${rows.map((row) => row.replace(/^ {4}/, '    *:')).join('\n')}
    *) return ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o filenames -F _clova_home clova-home
`
}

/** @returns {string} for zsh's compinit */
function zsh(commands) {
  const all = shapes(commands)
  const rows = all.map((one) => {
    const options = [
      ...one.takesValue.map((name) => `--${name}=:${name}:${name === 'file' ? '_files' : ' '}`),
      ...one.flags.map((name) => `--${name}`),
      '--config=:configuration:_files',
      '--json',
      '--language=:language:(ko ja en)',
      '--help',
      ...(one.words.length > 0 ? [`2:word:(${one.words.join(' ')})`] : []),
    ]
    return `    ${one.name}) _arguments ${options.map(quote).join(' ')} ;;`
  })
  const described = all.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join('\n')
  return `#compdef clova-home
local -a commands
if (( CURRENT == 2 )); then
  commands=(
${described}
  )
  _describe command commands
else
  case $words[2] in
${rows.join('\n')}
  esac
fi
`
}

/** @returns {string} for fish */
function fish(commands) {
  const lines = shapes(commands).flatMap((one) => {
    const here = `-n '__fish_seen_subcommand_from ${one.name}'`
    return [
      `complete -c clova-home -n __fish_use_subcommand -a ${one.name} -d ${quote(one.summary)}`,
      ...one.words.map((word) => `complete -c clova-home ${here} -a ${word}`),
      ...one.takesValue.map((name) => `complete -c clova-home ${here} -l ${name} -r${name === 'file' ? ' -F' : ''}`),
      ...one.flags.map((name) => `complete -c clova-home ${here} -l ${name}`),
    ]
  })
  return `complete -c clova-home -f
complete -c clova-home -l config -r -F -d 'the configuration'
complete -c clova-home -l json -d 'what a script can read'
complete -c clova-home -l language -x -a 'ko ja en'
complete -c clova-home -l help
${lines.join('\n')}
`
}

/** Each shell's file. */
export const completions = { bash, zsh, fish }
