"""`reunion serve` with the group commit off: the control of bench/signups.py."""

import sys

from reunion.cli import main
from reunion.storage import database

database.Database.__init__.__kwdefaults__["gather"] = 1

if __name__ == "__main__":
    sys.argv[1:1] = ["serve"]
    main()
