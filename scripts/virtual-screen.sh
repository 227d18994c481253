# Sourced by scripts that start the program on a virtual screen. They set `what` (who fails), `screen` (WIDTHxHEIGHT) and
# `wait_secs` before; `pid` is the program, what it says goes to "$folder/stderr". Needs Xvfb.
folder=$(mktemp -d)
pid=
x_pid=
clean_up() {
  [[ -z $pid ]] || kill -KILL "$pid" 2>/dev/null || true
  [[ -z $x_pid ]] || kill "$x_pid" 2>/dev/null || true
  rm -rf "$folder"
}
trap clean_up EXIT

fail() {
  echo "$what: $1" >&2
  [[ ! -s $folder/stderr ]] || cat "$folder/stderr" >&2
  exit 1
}

# Xvfb looks for a free display itself and says which it is once it can be used.
coproc X_SERVER { exec Xvfb -displayfd 1 -screen 0 "${screen}x24" -nolisten tcp 2>/dev/null; }
x_pid=$X_SERVER_PID
read -r -t "$wait_secs" -u "${X_SERVER[0]}" display || fail "Xvfb does not start"
export DISPLAY=:$display
unset WAYLAND_DISPLAY
