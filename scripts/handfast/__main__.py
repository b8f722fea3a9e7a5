"""`python -m handfast`."""

import sys

from handfast.cli import main

sys.exit(main())
