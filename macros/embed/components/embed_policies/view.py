from macros.components.contract import Block, On
from macros.embed import snippets


def embed_policies(on: On) -> Block:
    """What the Content-Security-Policy of a clinic's page must allow, way by way."""
    words = on.guide.strings.builder
    needed: dict[str, list[str]] = {}
    for way, policy in snippets.policies(on.edition.site).items():
        needed.setdefault(policy or words.policy_none, []).append(words.ways[way].name)
    return {"words": words, "needed": needed}
