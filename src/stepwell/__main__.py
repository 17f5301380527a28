"""`python -m stepwell` is the `stepwell` command."""

import sys

from stepwell.interfaces.commands.main import main

sys.exit(main())
