"""The words of the signs: each stands once, at one level, with one massage rule, and contradicts no other word."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from macros.data.cards import cards
from macros.data.library import Library, load
from macros.data.model import LEVELS, AskFirst, Question, RedFlag
from macros.pages.signs import Signs, check_data
from tests.conftest import ROOT, written
from tests.engine.test_rules import RULES

LIBRARY: Library = load(ROOT / "docs/_data/calf.yml", "docs/_data/calf.yml")
GUIDE = LIBRARY.guide
FLAGS: dict[str, RedFlag] = {flag.id: flag for flag in GUIDE.red_flags}
ASK: dict[str, AskFirst] = {entry.id: entry for entry in GUIDE.ask_first}
ANSWERS: dict[str, Question] = {question.id: question for question in GUIDE.faq}


def words(*texts: str | None) -> int:
    return sum(len((text or "").split()) for text in texts)


def callout(flag: RedFlag) -> str:
    """What is drawn of a red flag alone, without its level and its massage rule."""
    return "\n".join((flag.name, flag.sign, *flag.signs, flag.do, flag.why or "", *flag.risks))


def read() -> Iterator[tuple[str, str]]:
    """Each text that a reader reads and that is no red flag: answers, the ask-first list, the check, the pages."""
    for place, text in LIBRARY.texts():
        if place[0] in ("faq", "ask_first", "check", "glossary", "teach_back") and "evidence" not in place:
            yield ".".join(map(str, place)), text
    for page in written(ROOT):
        if "for-clinics" not in page.parts and page.stem not in ("sources", "changes"):
            yield page.name, re.sub(r"\{\{.*?\}\}", " ", page.read_text(encoding="utf-8"), flags=re.S)


def sentences(pattern: str) -> list[str]:
    """The sentences outside the red flags that hold a pattern, each with the place where it stands."""
    return [
        f"{place}: {' '.join(sentence.split())}"
        for place, text in read()
        for sentence in re.split(r"(?<=[.!?|])\s+|\n\s*\n|\n\s*[-|]", text)
        if re.search(pattern, " ".join(sentence.split()), re.I)
    ]


def holding(pattern: str) -> dict[str, RedFlag]:
    """The red flags whose callout holds a pattern."""
    return {ident: flag for ident, flag in FLAGS.items() if re.search(pattern, callout(flag), re.I)}


# Short ---------------------------------------------------------------------------------------------------------------

CARE_WORDS = 20
"""About what the massage rule adds to a callout."""
ACTION_WORDS = {"emergency": 10, "urgent": 15, "non-urgent": 15}
"""About what the action of its level adds."""


@pytest.mark.parametrize("ident", FLAGS)
def test_a_callout_keeps_to_90_words(ident: str) -> None:
    flag = FLAGS[ident]
    assert words(callout(flag)) + ACTION_WORDS[flag.level] + CARE_WORDS <= 90


@pytest.mark.parametrize("ident", FLAGS)
def test_a_sign_reads_on_from_the_heading_of_its_card(ident: str) -> None:
    sign = FLAGS[ident].sign
    assert words(sign) <= 20
    assert sign[0].islower()
    assert sign[-1] not in ".,:;"


def test_the_lists_of_the_check_fit_on_one_page() -> None:
    assert words(*(flag.sign for flag in GUIDE.red_flags)) <= 620
    assert words(*(entry.name for entry in GUIDE.ask_first)) <= 150
    assert words(GUIDE.check.none.advice) <= 130
    assert len(GUIDE.ask_first) == 20


@pytest.mark.parametrize("ident", ASK)
def test_what_is_advised_on_the_ask_first_list_is_short(ident: str) -> None:
    assert words(ASK[ident].advice) <= 25


@pytest.mark.parametrize("ident", ANSWERS)
def test_an_answer_is_short_and_begins_with_the_answer(ident: str) -> None:
    answer = ANSWERS[ident].answer
    assert words(answer) <= 110
    assert words(re.split(r"(?<=[.!?:])\s", answer)[0]) <= 25


# Said once -----------------------------------------------------------------------------------------------------------


def test_nothing_in_the_data_tells_a_sign_or_its_urgency_again() -> None:
    assert [str(fault) for fault in check_data(LIBRARY)] == []


@pytest.mark.parametrize("ident", FLAGS)
def test_a_sign_told_again_is_found(ident: str) -> None:
    assert Signs(GUIDE.red_flags).told(f"Watch out: {FLAGS[ident].sign}.") or words(FLAGS[ident].sign) < 6


# Two answers to one sign (numbers are those of the list of November 2026) ------------------------------------------------


def levels(*idents: str) -> list[str]:
    return [FLAGS[ident].level for ident in idents]


def test_1_a_leg_is_weak_suddenly_or_over_days() -> None:
    assert levels("weak-leg", "blocked-artery", "weaker-leg") == ["emergency", "emergency", "urgent"]
    assert "suddenly" in FLAGS["weak-leg"].sign
    assert "suddenly" in FLAGS["blocked-artery"].sign
    assert "weaker over days" in FLAGS["weaker-leg"].sign
    assert set(holding(r"\bweak")) == {
        *("weak-leg", "weaker-leg", "blocked-artery", "cauda-equina", "compartment"),
        *("rhabdo", "statin", "back-accident"),  # weak muscles, and what to say
    }
    assert sentences(r"newly weak|new(ly)? (cold, )?(numb|weak) (foot|leg)") == []


def test_2_both_legs_are_numb_newly_or_for_weeks() -> None:
    assert levels("cauda-equina", "numb-feet") == ["emergency", "non-urgent"]
    assert "new numbness or weakness in both legs" in FLAGS["cauda-equina"].sign
    assert FLAGS["numb-feet"].sign.endswith("for weeks")
    assert "numb" not in callout(FLAGS["frequent-cramps"])


FAST = "a bruise or swelling grows fast, or the calf quickly becomes tight"


def test_3_on_a_blood_thinner_only_what_is_fast_is_an_emergency() -> None:
    assert FAST in FLAGS["fast-bleed"].sign
    assert FLAGS["fast-bleed"].level == "emergency"
    assert list(holding("you take blood thinners")) == ["fast-bleed"]
    assert sentences(r"(thinner|bleed).*\b(swell|tighten)s?\b|tightens fast|grows fast") == []
    for ident in ("blood-thinners", "bleeding-disorder"):
        assert ASK[ident].red_flags == ("fast-bleed",)


RISKS = {
    "sore-after-hospital": "12 weeks|operation|cast|bed rest|hospital stay",
    "sore-in-pregnancy": "pregnancy|6 weeks of a birth",
    "sore-with-risk": "cancer|past clot|HRT tablets|combined pill, patch or ring",
    "sore-after-trip": "4 weeks|over 3 hours|trip",
}


@pytest.mark.parametrize("ident", RISKS)
def test_4_one_sore_leg_with_a_clot_risk_is_urgent_also_when_only_pressed(ident: str) -> None:
    flag = FLAGS[ident]
    assert (flag.level, flag.care) == ("urgent", "stop")
    assert [risk for risk in RISKS[ident].split("|") if risk not in flag.sign] == []
    assert "It counts without swelling, and if only pressing hurts." in flag.signs
    assert ("for no clear reason" in flag.sign) == (ident != "sore-in-pregnancy")


def test_4_one_sore_leg_without_a_risk_waits_without_massage() -> None:
    flag = FLAGS["one-leg-sore"]
    assert (flag.level, flag.care) == ("non-urgent", "stop")
    assert flag.sign.endswith("no known cause or urgent sign")
    assert set(flag.worse) == {
        "dvt",
        "one-leg-ache",
        "sore-after-hospital",
        "sore-with-risk",
        "sore-after-trip",
        "sore-in-pregnancy",
    }


def test_5_an_ache_that_does_not_ease_has_one_wording() -> None:
    assert FLAGS["one-leg-ache"].sign == "an ache, throb or cramp in one calf does not ease and is worse standing"
    assert FLAGS["one-leg-ache"].level == "urgent"
    assert holding("let go") == {}
    assert sentences(r"(ache|leg|calf)\b.*\bdoes not let go") == []


def test_6_pain_at_night_belongs_to_a_named_place() -> None:
    assert set(holding(r"\bnight\b")) == {
        "rest-pain",
        "stress-fracture",
        "numb-feet",
        "pregnancy-itch",
        "pre-eclampsia",
    }
    assert FLAGS["rest-pain"].sign.startswith("walking pain now comes at rest")
    assert "In bad cases the spot hurts at rest or at night." in FLAGS["stress-fracture"].signs
    assert levels("rest-pain", "stress-fracture") == ["urgent", "non-urgent"]


def test_7_a_swollen_face_is_told_apart() -> None:
    assert set(holding(r"\bface\b.*swell|swell.*\bface\b")) == {"allergy", "pre-eclampsia"}
    assert "Your face swells soon after oil or balm." in FLAGS["allergy"].signs
    assert "pregnancy" in FLAGS["pre-eclampsia"].sign
    assert "call the maternity unit now, day or night" in FLAGS["pre-eclampsia"].sign
    assert "today" not in callout(FLAGS["pre-eclampsia"])


def test_8_and_9_a_strain_that_swells_is_urgent_when_it_grows_on_any_day() -> None:
    assert FLAGS["growing-injury"].sign == "pain, swelling or bruising grows after a pull, knock or fall"
    assert FLAGS["growing-injury"].level == "urgent"
    assert "A pull may swell a little: if it grows, it counts." in FLAGS["dvt"].do
    assert holding(r"after day 3|day 3") == {}
    assert sentences(r"(grow|worse)\w* after (day 3|the third day|3 days)") == []


def test_10_a_fever_waits_only_when_no_leg_is_sore() -> None:
    assert "one leg is sore with a fever" in FLAGS["infection"].sign
    assert levels("infection", "spreading-infection") == ["urgent", "emergency"]
    assert (ASK["fever"].care, ASK["fever"].advice) == ("stop", "Wait until you are well.")
    assert sentences(r"fever.*you can wait") == []


def test_11_a_knock_or_fall_has_no_exception() -> None:
    assert list(holding(r"knock or fall")) == ["growing-injury"]
    assert sentences(r"(knock|pull|fall).*can wait") == []


CARES = {
    "one-leg-sore": "stop",
    "pad": "ask-first",
    "leg-swelling": "stop",
    "lump": "stop",
    "frequent-cramps": "gentle",
    "stress-fracture": "stop",
    "exertional": "ask-first",
    "not-better": "ask-first",
    "sciatica": "gentle",
    "numb-feet": "ask-first",
    "lasting-itch": "stop",
}


def test_12_a_non_urgent_sign_has_its_own_massage_rule() -> None:
    assert {flag.id: flag.care for flag in GUIDE.red_flags if flag.level == "non-urgent"} == CARES
    assert {flag.care for flag in GUIDE.red_flags if flag.level != "non-urgent"} == {"stop"}
    assert sentences(r"(any|every|one) (of the )?(warning )?signs?\b.*\b(no|not|never) massage") == []


def test_13_a_short_rub_of_a_cramp_is_fine_in_pregnancy_too() -> None:
    assert "a short rub is fine" in ASK["pregnancy"].advice
    assert "A short rub is fine" in ANSWERS["cramp-now"].answer
    assert "A cramp gone in minutes, with both legs alike, is not this sign." in FLAGS["sore-in-pregnancy"].do
    assert "A short rub is fine" in FLAGS["frequent-cramps"].do
    assert FLAGS["long-cramp"].level == "urgent"
    assert sentences(r"cramp.*(do not|no|never) (massage|rub)") == []


def test_14_the_pill_alone_asks_nobody() -> None:
    assert [entry.id for entry in GUIDE.ask_first if re.search(r"\bpill\b|HRT|hormone", str(entry))] == []
    assert sentences(r"\b(pill|HRT)\b.*\bask\b|\bask\b.*\b(pill|HRT)\b") == []


def test_15_sore_after_exercise_allows_light_massage() -> None:
    assert ANSWERS["sore-after-exercise"].answer.startswith("Yes, if both sides are sore alike: light massage is fine")
    assert sentences(r"skip a day if (you are|it is) sore") == []


def test_16_sore_from_a_massage_waits() -> None:
    wait = "Wait until the soreness has gone before any more massage."
    assert ANSWERS["after-massage-pain"].answer.startswith(wait)
    assert "Sore from a massage? Wait until that is gone." in ANSWERS["how-long"].answer


def test_17_a_fresh_strain_has_72_hours_everywhere() -> None:
    assert ASK["fresh-injury"].care == "stop"
    assert "for 72 hours. Then massage gently, once walking does not hurt." in ASK["fresh-injury"].advice
    told = "Not for the first 72 hours: massage can add to the bleeding and swelling. After that, massage gently once"
    assert ANSWERS["pulled-muscle"].answer.startswith(told)
    assert sentences(r"\b48\b(?<!worst at about 48)(?<!highest at about 48)") == []
    assert holding(r"\b48\b") == {}


def test_18_aspirin_alone_is_gentle() -> None:
    assert (ASK["aspirin"].care, ASK["aspirin"].advice) == ("gentle", "Gentle massage is fine. Keep it light.")
    assert "Only aspirin or clopidogrel? Gentle massage is fine. Keep it light." in ANSWERS["on-blood-thinners"].answer
    assert sentences(r"\bask\b.*aspirin|aspirin.*\bask\b") == []


def test_a_pregnant_reader_has_one_contact() -> None:
    told = {
        ident: re.findall(r"[Cc]all [^.()]*", callout(flag)) for ident, flag in holding("pregnan|maternity").items()
    }
    assert told["sore-in-pregnancy"] == ["Call your maternity unit today"]
    assert told["pre-eclampsia"] == ["call the maternity unit now, day or night"]
    assert all("maternity unit" in call or call == "call at once, and say that you are pregnant or have just given birth"
               for calls in told.values() for call in calls)  # fmt: skip
    assert sentences(r"maternity unit or (your )?(GP|doctor)|midwife or (your )?GP") == []


def test_a_statin_reader_asks_before_stopping() -> None:
    assert FLAGS["statin"].do.startswith("Ask if you should stop the tablet.")
    assert sentences(r"statin.*\bstop (it|the|taking)\b|stop (the|your) (tablet|statin)") == []


def test_the_end_of_the_check_promises_nothing() -> None:
    end = GUIDE.check.none
    assert end.care == "gentle"
    assert not re.search(r"\bsafe", end.advice)
    for part in ("2 to 4 out of 10", "Never go above 5", "5 minutes", "Stop at once", "Then watch both legs"):
        assert part in GUIDE.topic.care[end.care].advice + end.advice


# Nothing is lost -----------------------------------------------------------------------------------------------------


def test_every_red_flag_stands_in_the_brief() -> None:
    assert set(FLAGS) == {*RULES.signs, *RISKS, "growing-injury", "one-leg-sore"}


def test_what_may_become_worse_says_so() -> None:
    for ident in ("dvt", "one-leg-ache", *RISKS, "vein-clot", "bakers-cyst", "sudden-swelling", "leg-swelling"):
        assert "pe" in FLAGS[ident].worse, ident
    assert FLAGS["after-massage"].worse == ("pe", "compartment", "blocked-artery", "fast-bleed", "rhabdo")


SOURCES = """
    ajo-compartment-late anand-dvt-exam aneurin-bevan-clots-after-birth asthma-lung-pe backes-cauda-equina
    bartsch-rolling-cautions behm-rolling-dose bjsm-doms-summary bmc-massage-pregnancy brookbush-trigger-points
    cambron-side-effects cdc-clots cdc-rhabdo chest-rhabdo-massage cochrane-back-massage cruk-sarcoma cuh-achilles
    cuh-vein-clot davis-massage-performance donaldson-compartment emedicinehealth-achilles ernst-massage-safety
    gloucestershire-quinolones grabow-rolling-pressure greenwood-knee-hollow guo-massage-soreness healthify-sciatica
    healthinfo-limb-ischaemia hinds-blood-flow hse-leg-cramps hughes-rolling-time hull-pre-eclampsia
    hull-pregnancy-clots ijcs-massage-pe jkoa-compartment-massage jucm-bakers-cyst kanerva-masseurs
    legs-matter-cellulitis lim-massage-clot lincs-achilles mayo-statins mazur-compartment-blood-thinners
    medlineplus-bleeding medlineplus-diabetic-foot medlineplus-fractures medlineplus-hives medlineplus-itching
    medlineplus-pad medlineplus-sciatica moyer-massage-therapy mydr-shin-pain nccih-massage nhlbi-dvt nhlbi-pe
    nhlbi-varicose-veins nhs-cellulitis nhs-cellulitis-spread-copy nhs-clot-risks-copy nhs-compartment nhs-dvt
    nhs-dvt-older nhs-itching-pregnancy nhs-leg-cramps nhs-limp nhs-lothian-foot-drop nhs-lothian-lump
    nhs-necrotising-fasciitis nhs-pad nhs-phlebitis nhs-sciatica nhs-sprains nhs-sprains-copy nhs-statins nice-ng158
    nice-ng59 nice-qs201 niddk-neuropathy nidirect-leg-cramps nidirect-pad nidirect-pe nidirect-sprains
    ninds-neuropathy nottingham-sarcoma our-rule pallor-guides patient-info-ill-child phlebology-bakers-cyst
    physsportsmed-massage-clot pmc-compartment pmc-foam-rolling portsmouth-sprains ptj-massage-gun
    quintner-trigger-points radford-calf-stretch rcem-limb-pain rcem-six-ps rcog-clots safer-pregnancy-itching
    shoemaker-blood-flow southtees-quinolones sports-calf-tear statpearls-calf-anatomy thompson-ill-child to-check
    uclh-dvt urbano-homans vinogradova-hrt vte-risk-table wang-heat-cold wiltshire-lactate yin-massage-harms
"""
"""The 111 sources of the signs, the ask-first list, the answers and the check before each sign had one wording."""


def test_no_source_is_lost() -> None:
    entries = [*GUIDE.red_flags, *GUIDE.ask_first, *GUIDE.faq]
    used = {source for entry in entries for source in entry.sources} | set(GUIDE.check.sources)
    used |= {source for entry in entries for claim in entry.evidence for source in claim.sources}
    assert len(SOURCES.split()) == 111
    assert [source for source in SOURCES.split() if source not in used] == []


TEN = "why-hurt loosen relieve-pain after-massage-pain help-sciatica itch serious-problems how-hard back-pain how-long"
MISSED = "sore-after-exercise cramp-now pulled-muscle on-blood-thinners found-lump"
"""What people ask every day that the ten questions left out."""


def test_the_ten_questions_stay_and_everyday_ones_stand_beside_them() -> None:
    assert set(ANSWERS) == {*TEN.split(), *MISSED.split()}


def test_what_a_question_of_the_first_check_was_called_leads_on() -> None:
    first = ("breathless", "cold-foot", "one-leg", "injury", "fever-skin")
    first += ("recent-risk", "ask-list", "long-trip-hormones", "new-ache")
    assert [ident for ident in first if ident not in GUIDE.retired] == []


def test_more_than_seven_signs_are_shown_in_groups() -> None:
    for card in cards(LIBRARY, None, LEVELS):
        assert len(card.groups) <= 7
        assert all(len(lines) <= 7 for lines in card.groups.values())
