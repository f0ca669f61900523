# Prints the path of a Python that the lock file fits, or says what is missing.
# pyenv's shims are tried last: one that is not selected exits with 127.
for version in 3.13 3.14 3.12; do
    for python in \
        "$(command -v "python$version")" \
        "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python \
        "/usr/local/bin/python$version" "/usr/bin/python$version"; do
        if "$python" -c "import ensurepip, venv" 2>/dev/null; then
            echo "$python"
            exit 0
        fi
    done
done
echo "No Python 3.12, 3.13 or 3.14 with the venv module was found." \
    "Install one (Debian: python3 and python3-venv; or pyenv install 3.13)" \
    "and run make again." >&2
exit 1
