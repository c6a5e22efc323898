"""The second reading, with weights small enough to see through."""

from datetime import date, datetime, timedelta, timezone

import pytest

from bot.domain.understanding import Intent, Paired, Reading, read
from bot.domain.understanding.reading import Masked, ruled
from bot.domain.understanding.second import Learned, features
from bot.domain.understanding.second.weighing import ALWAYS, Weighing, lines, parsed
from bot.domain.understanding.second.weights import EVEN, Table, likelihood, tabled

NOW = datetime(2026, 5, 20, 18, 0, tzinfo=timezone(timedelta(hours=8)))
WANG = Paired(1, "王秀英", "女", 1948, "特困供养人员")
LI = Paired(2, "李建国", "男", 1952, "困难重度残疾人")
HEADS = ("visit", "contact", "deed", "goods", "cash", "institution", "phone", "sms", "wechat", "video", "other", "tried", "done", *EVEN)  # fmt: skip
INTENTS = (*Intent, *EVEN)
NEUTRAL = {"done": 900}


def clauses(rows: dict[str, dict[str, int]], fallback: dict[str, int] | None = None) -> Table:
    """Weights in hundredths, a head at a time; what is not told is very unlikely."""
    spread = {string: [told.get(head, 0) for head in HEADS] for string, told in rows.items()}
    base = {"counts": 0, "danger": 0} | (fallback or NEUTRAL)
    return tabled(HEADS, spread.items(), tuple(base.get(head, -900) for head in HEADS))


def messages(rows: dict[str, dict[str, int]], fallback: dict[str, int] | None = None) -> Table:
    """Nothing else said, whatever is a record counts."""
    spread = {string: [told.get(head, 0) for head in INTENTS] for string, told in rows.items()}
    base = fallback or {"record": 500}
    base = {"counts": 900 if base.get("record") else -900, "danger": -900} | base
    return tabled(INTENTS, spread.items(), tuple(base.get(head, 0) for head in INTENTS))


RULES = {f"*is {kind}": {kind: 1800} for kind in ("visit", "contact", "deed", "goods", "cash")}


def second(text: str, rows: dict[str, dict[str, int]], whole: Table | None = None, *paired: Paired) -> Reading:
    return read(text, NOW, paired or (WANG,), Learned(clauses(RULES | rows), whole or messages({})))


def first(text: str) -> Reading:
    return ruled(Masked(text, NOW, (WANG,)), NOW, (WANG,))[0]


def test_without_an_opinion_the_rules_stand() -> None:
    assert second("昨天去王秀英家走访，送了米面油260元", {}) == first("昨天去王秀英家走访，送了米面油260元")


def test_an_act_the_rules_do_not_know_is_added_where_it_stands() -> None:
    assert first("王秀英那边颟颟").records == ()
    [record] = second("王秀英那边颟颟", {"颟": {"deed": 1200}}).records
    assert record.kinds == ("deed",)
    assert record.recipient_ids == (1,)
    assert record.date == date(2026, 5, 20)
    assert record.guessed == frozenset()


def test_an_act_that_is_only_likely_is_asked_about() -> None:
    [record] = second("王秀英那边颟颟", {"颟": {"deed": 1000}}).records
    assert record.guessed == {"kind"}


def test_it_joins_what_the_rules_read_of_the_same_day() -> None:
    [record] = second("昨天去王秀英家走访，颟颟", {"颟": {"deed": 1200}}).records
    assert record.kinds == ("visit", "deed")
    assert record.date == date(2026, 5, 19)


def test_an_act_that_is_not_believed_is_dropped() -> None:
    [record] = second("今天去看了王秀英，帮她打扫了院子", {"扫": {"deed": -1500}}).records
    assert record.kinds == ("visit",)


@pytest.mark.parametrize(
    ("strongest", "channel"),
    [("phone", "phone"), ("wechat", "wechat"), ("video", "video"), (None, None)],
)
def test_a_contact_comes_with_its_likeliest_channel(strongest: str | None, channel: str | None) -> None:
    told = {"contact": 1500} | ({strongest: 1500} if strongest else {})
    [record] = second("王秀英那边颟颟", {"颟": told}).records
    assert (record.kinds, record.channel) == (("contact",), channel)


@pytest.mark.parametrize(("institution", "channel"), [(1500, "institution"), (0, "home")])
def test_a_visit_comes_with_its_place(institution: int, channel: str) -> None:
    [record] = second("王秀英那边颟颟", {"颟": {"visit": 1500, "institution": institution}}).records
    assert (record.kinds, record.channel) == (("visit",), channel)


def test_a_clause_holds_one_of_visit_and_contact() -> None:
    [likelier] = second("王秀英那边颟颟", {"颟": {"visit": 1200, "contact": 1500}}).records
    assert likelier.kinds == ("contact",)
    [visited] = second("今天去看了王秀英", {"看": {"contact": 1500}}).records
    assert visited.kinds == ("visit",)


def test_a_sum_beside_an_added_gift_is_its_value() -> None:
    [record] = second("颟颟，一个颟85元", {"颟8": {}, "颟M": {"goods": 2000}}).records
    assert (record.amount_fen, record.amount_type) == (8500, "goods")


def test_a_gift_that_is_not_believed_is_dropped() -> None:
    [record] = second("今天去看了王秀英，送了一袋面", {"面": {"goods": -2500}}).records
    assert (record.kinds, record.amount_type) == (("visit",), None)


def test_a_report_without_a_sure_act_takes_its_likeliest_and_asks() -> None:
    sure = messages({}, {"record": 900, "counts": 100})
    [record] = second("王秀英颟颟", {"颟": {"deed": 820}}, sure).records
    assert (record.kinds, record.guessed) == (("deed",), {"kind"})
    assert second("王秀英颟颟", {"颟": {"deed": 500}}, sure).records == ()


@pytest.mark.parametrize("text", ["", "。。。", "，", "\n"])
def test_a_message_without_a_word_tells_of_nothing_however_likely_a_report(text: str) -> None:
    assert second(text, {}, messages({}, {"record": 2000})).records == ()


def test_what_is_hardly_a_report_is_set_aside_to_be_asked_about() -> None:
    for whole, rows in (
        (messages({}, {"other": 900}), {}),
        (messages({}, {"record": 500, "counts": 300}), {"看": {"done": -2500}}),
    ):
        reading = second("今天去看了王秀英", rows, whole)
        assert reading.intent is not Intent.RECORD
        assert reading.records == ()
        assert [record.kinds for record in reading.doubted] == [("visit",)]
        assert reading.doubted[0].guessed == {"kind"}


def test_a_danger_stays_one_though_what_was_done_about_it_is_not_believed() -> None:
    assert second("今天去看了王秀英，她说不想活了", {}).records
    whole = messages({}, {"record": 500, "counts": 300})
    reading = second("今天去看了王秀英，她说不想活了", {"看": {"done": -2500}, "活": {"done": -2500}}, whole)
    assert (reading.intent, reading.records) == (Intent.UNSAFE_REPORT, ())


def test_a_report_that_is_all_but_certain_keeps_the_likeliest_of_its_acts_though_none_is_likely() -> None:
    rows = {"看": {"visit": -2000}}
    [record] = second("今天去看了王秀英", rows).records
    assert record.kinds == ("visit",)
    assert second("今天去看了王秀英", rows, messages({}, {"record": 500, "counts": -300})).records == ()


def test_of_a_certain_report_a_fainter_act_is_enough() -> None:
    rows = {"颟": {"deed": 720}}
    assert second("王秀英颟颟", rows, messages({}, {"record": 900, "counts": -100})).records == ()
    [record] = second("王秀英颟颟", rows, messages({}, {"record": 900, "counts": 900})).records
    assert (record.kinds, record.guessed) == (("deed",), {"kind"})


def test_an_act_that_is_held_for_done_stands_beside_a_plan_or_a_question() -> None:
    text = "王秀英那边颟颟，明天再去看她"
    assert first(text).intent is Intent.PLAN
    reading = second(text, {"颟": {"deed": 1500}})
    assert [record.kinds for record in reading.records] == [("deed",)]
    assert reading.plan_day == date(2026, 5, 21)


def test_a_plain_report_is_none_of_an_entry_though_it_speaks_of_mistakes() -> None:
    text = "上一条记错了，今天去看了王秀英，是走访"
    assert second(text, {}, messages({}, {"correction": 500})).intent is Intent.CORRECTION
    assert second(text, {}, messages({}, {"record": 900})).intent is Intent.RECORD


def test_an_attempt_counts_nothing_and_is_not_doubted() -> None:
    reading = second("给王秀英打电话没人接", {}, messages({}, {"other": 900}))
    assert reading.intent is Intent.RECORD


@pytest.mark.parametrize(
    ("intent", "topic"),
    [(Intent.HELP, "how_to"), (Intent.PROGRESS_QUERY, "total"), (Intent.CHITCHAT, None), (Intent.PLAN, None)],
)
def test_a_message_without_a_record_may_be_taken_for_something_else(intent: Intent, topic: str | None) -> None:
    assert first("王秀英颟颟").intent is Intent.OTHER
    reading = second("王秀英颟颟", {}, messages({}, {intent: 900}))
    assert (reading.intent, reading.topic) == (intent, topic)


def test_a_danger_the_rules_hear_an_undo_and_a_correction_stand() -> None:
    other = messages({}, {"other": 2000})
    assert second("王秀英说不想活了", {}, other).intent is Intent.UNSAFE_REPORT
    assert second("撤销刚才那条", {}, other).intent is Intent.UNDO
    assert second("上一条记错了，是走访不是电话", {}, other).intent is Intent.CORRECTION
    for intent in (Intent.UNDO, Intent.CORRECTION):
        assert second("王秀英颟颟", {}, messages({}, {intent: 2000})).intent is Intent.OTHER


@pytest.mark.parametrize("text", ["王秀英颟颟", "今天去看了王秀英"])
def test_a_danger_that_no_rule_heard_is_raised_and_what_was_done_is_kept(text: str) -> None:
    reading = second(text, {}, messages({}, {"unsafe_report": 900, "danger": 0, "counts": 900}))
    assert reading.intent is Intent.UNSAFE_REPORT
    assert reading.danger is None
    assert reading.records == first(text).records


def test_opinions_are_weighed_one_by_one_and_in_pairs_in_spreads_from_the_usual() -> None:
    weighing = Weighing(
        {"counts": (1.0, 2.0), "done": (0.0, 1.0)},
        {ALWAYS: 0.5, "counts": 1.0, "done": 2.0, "counts&counts": 0.0, "counts&done": 3.0, "done&done": 0.0},
    )
    assert weighing.logit({"counts": 3.0, "done": -1.0}) == 0.5 + 1 - 2 - 3
    assert weighing.logit({"counts": 3.0, "done": -100.0}) == 0.5 + 1 - 3 * 2 - 3 * 3
    assert parsed(lines(weighing)) == weighing


def test_a_weighing_decides_what_is_believed() -> None:
    whole, clause = messages({}), clauses(RULES)
    for always, kinds in ((5.0, [("visit",)]), (-5.0, [])):
        weighing = Weighing({"counts": (0.0, 1.0)}, {ALWAYS: always, "counts": 0.0, "counts&counts": 0.0})
        reading = read("今天去看了王秀英", NOW, (WANG,), Learned(clause, whole, weighing))
        assert [record.kinds for record in reading.records] == kinds


def test_words_of_one_sort_are_one_letter() -> None:
    assert features.sorted_out("给她买了两双棉鞋") == "给P买了QG"
    assert features.sorted_out("去民政局问了") == "去O问了"
    assert features.sorted_out("去敬老院") == "去I"


def test_people_days_sums_and_figures_are_one_letter_each() -> None:
    text = "明天给王秀英送80元，昨天去了2次"
    state = ruled(Masked(text, NOW, (WANG,)), NOW, (WANG,))[1]
    assert [features.letters(clause.text, state) for clause in state.told] == ["F给N送M", "D去了0次"]


def test_grams_mark_both_ends() -> None:
    assert list(features.grams("去了", 2)) == ["^", "去", "了", "$", "^去", "去了", "了$"]


def test_a_string_that_was_never_seen_weighs_nothing() -> None:
    table = tabled(("a", "b"), [("y", [25, 0]), ("x", [100, -50])], (10, 20))
    assert table.logits(["x", "y", "z"]) == [1.35, -0.3]


def test_likelihood_stays_within_its_bounds() -> None:
    assert likelihood(0) == 0.5
    assert 0 < likelihood(-1000) < likelihood(1000) <= 1


def test_the_weights_that_come_with_the_program_know_every_head() -> None:
    shipped = Learned.shipped()
    assert set(HEADS) == set(shipped.clauses.heads)
    assert set(INTENTS) == set(shipped.messages.heads)
    for table in (shipped.clauses, shipped.messages):
        assert len(table.flat) == len(table.keys) * len(table.heads)
        assert list(table.keys) == sorted(table.keys)
