"""`python -m imagefinder`: the same as the `imagefinder` command."""

import sys

from imagefinder.cli import main

if __name__ == "__main__":
    sys.exit(main())
