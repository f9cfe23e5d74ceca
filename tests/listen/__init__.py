"""A real screen reader (Orca) reads the guide, and what it speaks is compared with what must be heard.

Run by `make listen`, apart from `make test`: it needs a screen of its own, and a second for each key.
"""
