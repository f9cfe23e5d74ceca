"""The accessibility conformance report as OpenACR, the form of the General Services Administration of the US."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from .model import Chapter, Report, Verdict
from .proof import Proof


def judged(report: Report, proofs: Mapping[str, Proof]) -> Report:
    """The report with no verdict left whose tests did not all pass: such a row becomes "not evaluated"."""

    def judge(verdict: Verdict) -> Verdict:
        if all(proofs[name].outcome == "passed" for name in verdict.tests):
            return verdict
        return verdict.model_copy(update={"level": "not-evaluated"})

    def chapter(part: Chapter) -> Chapter:
        rows = (row.model_copy(update={"on": {n: judge(v) for n, v in row.on.items()}}) for row in part.criteria)
        return part.model_copy(update={"criteria": tuple(rows)})

    return report.model_copy(update={"chapters": tuple(map(chapter, report.chapters))})


def text(
    report: Report, proofs: Mapping[str, Proof], product: Mapping[str, str], today: date, contact: str, state: str
) -> str:
    """OpenACR's YAML of a judged report.

    Args:
        product: the guide's name and version.
        state: that no clinician has reviewed the guide; "" when one has.
    """

    def notes(verdict: Verdict) -> str:
        tests = "; ".join(str(proofs[name]) for name in verdict.tests)
        return " ".join(filter(None, [verdict.note, tests and f"Tests: {tests}."]))

    def chapter(part: Chapter) -> dict[str, Any]:
        rows = [
            {
                "num": row.num,
                "components": [
                    {"name": name, "adherence": {"level": verdict.level, "notes": notes(verdict)}}
                    for name, verdict in row.on.items()
                ],
            }
            for row in part.criteria
        ]
        return {"notes": part.note, "disabled": not rows, "criteria": rows}

    content = {
        "title": report.title,
        "product": dict(product),
        "author": {"name": report.author, "email": contact},
        "report_date": str(today),
        "version": 1,
        "notes": f"{state} {report.notes}".strip(),
        "evaluation_methods_used": report.methods,
        "license": report.licence,
        "catalog": report.catalog,
        "chapters": {part.id: chapter(part) for part in report.chapters},
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
