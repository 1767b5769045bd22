"""`python -m cfu`: the same as the command `cfu`."""

import sys

from cfu.command import main

sys.exit(main())
