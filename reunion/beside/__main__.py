"""`python -m reunion.beside`: the linking process of a server; it ends with the server."""

import sys

from reunion.beside.answering import answer_all, stand_back

stand_back()
answer_all(sys.stdin.buffer, sys.stdout.buffer)
