# Sourced by the scripts beside it: on which Pythons graphsvc is tried, and where they are.

PYTHONS="3.11 3.12 3.13" # the same as the classifiers of pyproject.toml

need() {
  printf '\n%s\n' "$1" >&2
  exit 1
}

suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# Prints the first suitable Python of a name. The commands that pyenv puts on the PATH fail unless their version is
# selected, so the versions that it has installed are looked through as well, the newest first.
find_python() {
  local name="$1" on_path candidate
  on_path="$(command -v "$name" || true)"
  for candidate in "$name" $(
    ls -d "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/"$name" "${on_path%/shims/*}"/versions/*/bin/"$name" 2>/dev/null | sort -Vr
  ); do
    if suits "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  return 1
}
