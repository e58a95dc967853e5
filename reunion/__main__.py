"""`python -m reunion` is the same as `reunion`."""

from reunion.cli import main

main()
