"""The website: its styles, scripts, policy, headers, search, and what a release is made of."""
