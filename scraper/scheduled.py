"""A command that the scheduler starts: beilin itself, stopped cleanly when its scheduler is gone.

python -m scraper.scheduled PID COMMAND ...     PID is the scheduler's
"""

from __future__ import annotations

import sys

from archive.process import stop_with_parent
from scraper.cli import main

if __name__ == "__main__":
    stop_with_parent(int(sys.argv[1]))
    main(sys.argv[2:], prog_name="beilin")
