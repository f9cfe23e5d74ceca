"""What other people's pages show of the questions: a feed, frames, copies, and what finds them.

`feed.py` makes the one tree that everything else is drawn from; `pages.py` draws it; `versions.py` keeps releases.
"""
