#!/usr/bin/env bash
# Tries the Debian package in a system that has nothing else: installs it, audits the demo, opens the window by a review's
# file, and takes the package away again. Outside continuous integration: it fetches a whole system.
# Usage: scripts/try-package.sh PACKAGE.deb [SUITE]; as root. Needs debootstrap.
set -euo pipefail

if [[ $# -lt 1 || $EUID -ne 0 ]]; then
  sed -n '2,4s/^# //p' "$0" >&2
  exit 2
fi
package=$(realpath "$1")
suite=${2:-bookworm}
root=$(mktemp -d)
chmod 755 "$root"
clean_up() {
  umount "$root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$root"
}
trap clean_up EXIT
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }

debootstrap --variant=minbase "$suite" "$root" "${MIRROR:-http://deb.debian.org/debian}" >"$root.log" 2>&1 ||
  { tail -n 5 "$root.log" >&2; exit 1; }
rm -f "$root.log"
mount -t proc proc "$root/proc"
# The screen and what drives it are of the test, not of the package.
inside apt-get install --yes --no-install-recommends xvfb xauth xdotool x11-apps libgl1-mesa-dri shared-mime-info desktop-file-utils >/dev/null
inside useradd --create-home reviewer
inside find / -xdev -type f -not -path '/proc/*' -not -path '/tmp/*' -not -path '/var/*' | sort >"$root/tmp/before"

cp "$package" "$root/tmp/package.deb"
inside apt-get install --yes --no-install-recommends /tmp/package.deb >/dev/null
inside invoice-lens --version
as_reviewer() { chroot --userspec=reviewer:reviewer "$root" env -i PATH=/usr/bin:/bin LANG=C.UTF-8 HOME=/home/reviewer "$@"; }

as_reviewer invoice-lens audit --demo --report /home/reviewer/report.json
[[ $(grep -o '"id"' "$root/home/reviewer/report.json" | wc -l) -eq 51 ]] || { echo "try-package: not all demo invoices" >&2; exit 1; }
echo "The demo's audit is whole."

# A review begun by the window, found by its type, and opened by its file as a double click does.
start_window() {
  as_reviewer sh -c 'xvfb-run --auto-servernum --server-args="-screen 0 1280x800x24" sh -c "
    LIBGL_ALWAYS_SOFTWARE=1 invoice-lens $0 & window=\$!
    for i in \$(seq 240); do
      xdotool search --onlyvisible --name invoice-lens >/dev/null 2>&1 && break
      sleep 0.5
    done
    xdotool search --onlyvisible --name invoice-lens >/dev/null && echo shown
    sleep 2
    kill \$window"' "$1" 2>/dev/null | grep -q shown || { echo "try-package: no window for: $1" >&2; exit 1; }
}
start_window --demo
review=$(find "$root/home/reviewer/.local/share/invoice-lens" -name '*.ilens' | head -n 1)
[[ -n $review ]] || { echo "try-package: the demo left no review" >&2; exit 1; }
cp "$review" "$root/home/reviewer/other.ilens"
chown --reference="$review" "$root/home/reviewer/other.ilens"
type=$(inside grep -c 'application/x-invoice-lens-review' /usr/share/mime/globs)
[[ $type -eq 1 ]] || { echo "try-package: reviews have no type" >&2; exit 1; }
inside grep -q '^application/x-invoice-lens-review=io.github.invoice_lens.InvoiceLens.desktop;' /usr/share/applications/mimeinfo.cache ||
  { echo "try-package: nothing opens reviews" >&2; exit 1; }
start_window /home/reviewer/other.ilens
echo "A review opens by its file."

inside apt-get purge --yes invoice-lens >/dev/null
inside apt-get autoremove --purge --yes >/dev/null
inside find / -xdev -type f -not -path '/proc/*' -not -path '/tmp/*' -not -path '/var/*' | sort >"$root/tmp/after"
# What the package needed stays where something else of this system needs it, and is its own package's.
left=
while read -r file; do
  inside dpkg-query --search "$file" >/dev/null 2>&1 || left+="$file"$'\n'
done < <(comm -13 "$root/tmp/before" "$root/tmp/after" | grep -v -E '^/(home/|etc/ssl/certs/|etc/ca-certificates.conf)' || true)
[[ -z $left ]] || { printf 'try-package: left behind:\n%s\n' "$left" >&2; exit 1; }
echo "Nothing is left but what is the reviewer's."
