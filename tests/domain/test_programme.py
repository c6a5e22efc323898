import copy
import tomllib
from datetime import date, time
from pathlib import Path

import pytest

from bot.domain.notices import RULES
from bot.domain.notices.kinds import KINDS
from bot.domain.programme import MonthDay, ProgrammeError
from bot.programmes import BUNDLED, DEFAULT, load
from bot.programmes.checks import programme


@pytest.fixture
def values():
    return copy.deepcopy(tomllib.loads(DEFAULT.read_text(encoding="utf-8")))


def problems_of(values):
    with pytest.raises(ProgrammeError) as wrong:
        programme(values)
    return wrong.value.problems


def test_gansu_asks_four_contacts_two_visits_and_one_deed():
    rule = load().rule_on(date(2026, 5, 1))
    assert (rule.contact, rule.visit, rule.deed) == (4, 2, 1)
    assert rule.by == {"deed": MonthDay(9, 30)}
    assert load().scope == "pairing"


def test_every_kind_of_notice_has_a_rule_and_gansu_uses_them_all():
    assert set(KINDS) == set(RULES) == set(load().notices)


def test_gansu_names_its_classes_in_three_rows_and_others():
    gansu = load()
    assert {key: c.group for key, c in gansu.classes.items()} == {
        "orphan": "orphan",
        "unattended_child": "orphan",
        "severe_disability": "severe_disability",
        "destitute_institution": "destitute",
        "destitute_home": "destitute",
        "other": "other",
    }
    assert [group.key for group in gansu.groups.values() if not group.optional] == [
        "orphan",
        "severe_disability",
        "destitute",
    ]
    assert gansu.quota_pairings == ("primary",)
    assert gansu.weekly_pairings == ("weekly_visit",)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("特困供养人员(集中)", "destitute_institution"),
        ("特困供养人员\uff08分散\uff09", "destitute_home"),
        (" 孤儿 ", "orphan"),
        ("Orphan", "orphan"),
        ("other", "other"),
    ],
)
def test_a_class_is_found_by_its_word_whatever_the_brackets(word, key):
    assert load().class_called(word).key == key


def test_an_unknown_word_is_no_class_and_no_kind():
    assert load().class_called("贫困户") is None
    assert load().kind_called("结对") is None
    assert load().kind_called("每周探访").key == "weekly_visit"


def test_quiet_hours_and_the_default_hour_are_gansus():
    gansu = load()
    assert (gansu.quiet_from, gansu.quiet_to, gansu.default_hour) == (time(7, 30), time(21), time(9))


def test_a_year_stays_open_until_the_seventh_of_january():
    gansu = load()
    assert gansu.year_open(2026, date(2026, 12, 31))
    assert gansu.year_open(2026, date(2027, 1, 7))
    assert not gansu.year_open(2026, date(2027, 1, 8))


def test_an_act_may_be_entered_thirty_days_late_but_not_into_a_closed_year():
    gansu = load()
    assert gansu.earliest_entry(date(2026, 5, 31)) == date(2026, 5, 1)
    assert gansu.earliest_entry(date(2027, 1, 7)) == date(2026, 12, 8)
    assert gansu.earliest_entry(date(2027, 1, 8)) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("class_key", "age", "minor"),
    [
        ("orphan", None, True),
        ("orphan", 18, False),
        ("other", 17, True),
        ("other", None, False),
        ("dropped_class", None, False),
    ],
)
def test_a_minor_is_under_18_or_of_a_class_of_children(class_key, age, minor):
    assert load().minor(class_key, age) is minor


def test_the_rule_of_a_day_is_the_last_that_began():
    sister = load(BUNDLED / "leftbehind.toml")
    assert sister.rule_on(date(2027, 6, 30)).visit == 4
    assert sister.rule_on(date(2027, 7, 1)).visit == 6
    assert sister.rule_on(date(2020, 1, 1)).visit == 4


def test_every_problem_is_named_by_its_key_at_once(values):
    values["surprise"] = 1
    values["max_backfill_days"] = "thirty"
    values["year_open_until"] = "02-30"
    del values["zh"]
    values["classes"]["orphan"]["group"] = "orphans"
    values["classes"]["other"]["child"] = "no"
    values["classes"]["Bad Name"] = 3
    values["kinds"]["tutoring"]["zh"] = "助医"
    values["quota"]["rules"][0]["contact"] = True
    values["quota"]["rules"][0]["by"] = {"deed": "30.9.", "gift": "01-01"}
    values["quota"]["rules"][0]["deed_counts"] = ["kindness"]
    values["quota"]["rules"].append(values["quota"]["rules"][0] | {"valid_from": "soon"})
    values["deadlines"]["roster"]["on"] = "01-15"
    values["deadlines"]["year"]["roll"] = "sideways"
    values["hours"]["quiet_to"] = "25:00"
    values["festivals"]["mid_autumn"] = {"zh": "中秋节", "en": "Mid-Autumn", "classes": ["cats"]}
    values["festivals"]["spring_festival"]["lunar"] = "01-31"
    values["notices"]["roster.confirm"]["to"] = ["admin"]
    values["notices"]["roster.confirm"]["day"] = 0
    values["notices"]["roster.confirm"]["along"] = ["first_visit"]
    values["notices"]["roster.liaison"]["deadline"] = "year"
    values["notices"]["quota.year_end"]["days_before"] = []
    values["notices"]["birthday"]["text"] = "two words"
    values["notices"]["age"]["text"] = "ages"
    values["notices"]["age"]["switchable"] = True
    values["notices"]["tea.break"] = {"to": ["cadre"], "hour": "10:00", "text": "tea"}
    values["notices"]["first_visit"]["weekday"] = 3
    problems = problems_of(values)
    assert {problem.split(": ")[0] for problem in problems} == {
        "surprise",
        "max_backfill_days",
        "year_open_until",
        "zh",
        "classes.orphan.group",
        "classes.other.child",
        "classes.Bad Name",
        "classes.Bad Name.zh",
        "classes.Bad Name.en",
        "classes.Bad Name.group",
        "kinds",
        "quota.rules",
        "quota.rules[0].contact",
        "quota.rules[0].by.deed",
        "quota.rules[0].by.gift",
        "quota.rules[0].deed_counts",
        "quota.rules[1].contact",
        "quota.rules[1].by.deed",
        "quota.rules[1].by.gift",
        "quota.rules[1].deed_counts",
        "quota.rules[1].valid_from",
        "deadlines.roster.day",
        "deadlines.year.roll",
        "hours.quiet_to",
        "hours.default",
        "festivals.mid_autumn.solar",
        "festivals.mid_autumn.classes",
        "festivals.spring_festival.lunar",
        "notices.roster.confirm.to",
        "notices.roster.confirm.day",
        "notices.roster.confirm.along",
        "notices.roster.liaison.deadline",
        "notices.quota.year_end.days_before",
        "notices.birthday.text",
        "notices.age.text",
        "notices.age.switchable",
        "notices.tea.break",
        "notices.first_visit.weekday",
        *(f"notices.{kind}.hour" for kind in values["notices"] if kind not in {"alert.follow_up", "tea.break"}),
        "notices.tea.break.hour",
    }


def test_what_no_value_shows_alone_is_found_too(values):
    values["kinds"]["primary"]["quota"] = False
    values["kinds"]["weekly_visit"]["weekly"] = False
    values["groups"]["spare"] = {"zh": "备用", "en": "Spare"}
    values["notices"]["weekly.visit"]["hour"] = "22:00"
    values["notices"]["roster.confirm"]["day"] = 15
    values["notices"]["first_visit"]["within_days"] = 22
    del values["notices"]["quota.year_end"]
    values["hours"]["default"] = "06:00"
    assert {problem.split(": ")[0] for problem in problems_of(values)} == {
        "kinds",
        "notices.weekly.visit",
        "notices.weekly.visit.hour",
        "notices.roster.confirm.day",
        "notices.roster.confirm.along",
        "notices.first_visit.day",
        "groups.spare",
        "hours.default",
    }


def test_missing_tables_and_rows_are_named(values):
    for key in ("groups", "pro_rata"):
        del values[key]
    values["quota"]["rules"] = []
    values["classes"] = "none"
    keys = {problem.split(": ")[0] for problem in problems_of(values)}
    assert {"groups", "pro_rata", "pro_rata.month_days", "quota.rules", "classes"} <= keys


def test_a_file_that_cannot_be_read_says_so(tmp_path):
    broken = tmp_path / "mine.toml"
    broken.write_text("key = ", encoding="utf-8")
    for path in (broken, tmp_path / "absent.toml"):
        with pytest.raises(ProgrammeError, match=path.name):
            load(path)


def test_a_file_of_ones_own_replaces_the_bundled_one(tmp_path):
    mine = tmp_path / "mine.toml"
    text = Path(DEFAULT).read_text(encoding="utf-8").replace("contact = 4", "contact = 6")
    mine.write_text(text, encoding="utf-8")
    assert load(mine).rule_on(date(2026, 1, 1)).contact == 6
