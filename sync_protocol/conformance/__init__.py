"""Does this server keep the protocol? Asked over HTTP, as devices ask, knowing nothing of its code.

Run `python -m sync_protocol.conformance --url URL`. The requirements are those of README.md.
"""
