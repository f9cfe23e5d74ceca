"""Papers for those who have to vouch for a guide: its files in `docs/_data/pack/`, with what its tests did."""
