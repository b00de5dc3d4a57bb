"""Runs the command line by module, which works without the `causeway` script on PATH."""

from causeway.portal.cli import main

main()
