#!/usr/bin/env bash
# Makes what is handed out for Linux: a Debian package, an archive, and the SHA-256 of both.
# Usage: scripts/build-packages.sh FOLDER [--no-build]; the second takes target/dist/invoice-lens as it is.
# Needs cargo-deb (cargo install cargo-deb --locked) and dpkg-dev.
set -euo pipefail

if [[ $# -lt 1 ]]; then
  sed -n '2,4s/^# //p' "$0" >&2
  exit 2
fi
mkdir -p "$1"
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
if [[ ${2:-} != --no-build ]]; then
  cargo build --locked --profile dist
fi
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
machine=$(uname -m)

cargo deb --profile dist --no-build --no-strip --deb-revision 1 --output "$folder"

name=invoice-lens-$version-linux-$machine
# The archive has the package's files below one folder, so that `cp -r` into ~/.local or /usr/local installs them.
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
dpkg-deb --extract "$folder"/invoice-lens_"$version"-1_*.deb "$stage/all"
mv "$stage/all/usr" "$stage/$name"
cp LICENSE-MIT LICENSE-APACHE "$stage/$name/"
tar --create --gzip --owner=0 --group=0 --sort=name --mtime='@0' --directory "$stage" \
  --file "$folder/$name.tar.gz" "$name"

(cd "$folder" && sha256sum invoice-lens_"$version"-1_*.deb "$name.tar.gz" | tee SHA256SUMS)
