"""What all tests share."""

import os
import time

# One moment for all processes of a run: names of tests are made of it, and have to be the same in each.
os.environ.setdefault("HANDFAST_TESTS_NOW", str(int(time.time())))
