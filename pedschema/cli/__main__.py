"""`python -m pedschema.cli`: the command line of the interpreter that runs it."""

from __future__ import annotations

from pedschema.cli import main

if __name__ == "__main__":
    main()
