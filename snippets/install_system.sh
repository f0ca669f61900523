# install_system.sh PACKAGE COMMAND...: installs PACKAGE with apt unless one of
# the COMMANDs is there already.
package=$1
shift
for command in "$@"; do
    command -v "$command" >/dev/null && exit 0
done
echo "==> $package (Debian package)"
if ! command -v apt-get >/dev/null; then
    echo "None of these commands was found: $*. This machine has no apt-get:" \
        "install one of them by hand and run make again." >&2
    exit 1
fi
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
{ $as_root apt-get update -q && $as_root apt-get install -yq \
    --no-install-recommends "$package"; } >"$log" 2>&1 && exit 0
tail -n 5 "$log" >&2
echo "apt-get could not install $package (log: $log). Install it by hand" \
    "and run make again." >&2
exit 1
