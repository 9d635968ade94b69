#!/usr/bin/env bash
# What can be said of the package in seconds, without root and without installing it: npm run check:package.
# It needs dpkg-dev, lintian, man-db and systemd. What it does to a machine is shown by npm run test:systemd.
set -uo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

check() {
  local what=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    passed=$((passed + 1)) && echo "  ok    $what"
  else
    failed=$((failed + 1)) && echo "  FAIL  $what" && sed 's/^/        /' "$work/said"
  fi
}
quiet() { local said; said=$("$@" 2>&1) && [ -z "$said" ] || { echo "$said"; return 1; }; }

mkdir "$work/again"
deb=$(node packaging/package.mjs "$work") || exit 1
tree=$work/tree
dpkg-deb -x "$deb" "$tree"
again=$(umask 077; TZ=Pacific/Auckland node packaging/package.mjs "$work/again")
check 'made twice it is the same, whatever the umask and the time zone' cmp "$deb" "$again"
check 'lintian finds nothing' quiet lintian --allow-root --fail-on error,warning --tag-display-limit 0 "$deb"
check 'the command starts out of its tree' "$(command -v node)" "$tree/usr/bin/clova-home" help
check 'the manual page has no mistake' quiet sh -c "zcat $tree/usr/share/man/man1/clova-home.1.gz | man --warnings -E UTF-8 -l -Tutf8 -Z - >/dev/null"
for script in postinst prerm postrm; do
  dpkg-deb --ctrl-tarfile "$deb" | tar xO "./$script" >"$work/$script"
  check "$script is a shell script" sh -n "$work/$script"
done
check 'bash takes its completion' bash -n "$tree/usr/share/bash-completion/completions/clova-home"

# The programs that the units run, by their names only.
mkdir -p "$tree"/{bin,etc}
for program in bin/kill usr/bin/{ssh,cloudflared,frpc,systemd-notify}; do printf '#!/bin/sh\n' >"$tree/$program" && chmod +x "$tree/$program"; done
printf 'root:x:0:0::/:/bin/sh\nclova-home:x:999:999::/:/bin/sh\nclova-home-tunnel:x:998:998::/:/bin/sh\n' >"$tree/etc/passwd"
for unit in clova-home.service clova-home-hub.service clova-home-tunnel@{ssh,cloudflared,frp}.service; do
  check "$unit is understood" quiet systemd-analyze verify --man=no --recursive-errors=no --root="$tree" "$unit"
done
for unit in clova-home.service clova-home-hub.service clova-home-tunnel@ssh.service; do
  exposure=$(systemd-analyze security --offline=yes --root="$tree" --no-pager "$unit" | sed -n 's/.*exposure level for .*: \([0-9.]*\).*/\1/p')
  check "$unit is shut in: exposure $exposure, at most 1.5" awk -v e="$exposure" 'BEGIN { exit !(e != "" && e <= 1.5) }'
done

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
