"""What a reading holds beside its records, and that no message breaks it."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.understanding import Intent, Paired, read, to_json
from bot.domain.understanding.normalise import LONGEST, normalise
from tests.domain.understanding.people_of_the_tests import JIANGUO, SHANGHAI, WEDNESDAY, XIAOBAO, XIUYING, ZHANHAI, told

WORDS = st.lists(
    st.sampled_from(
        [
            *"今天昨给他打电话去家看老送米面元块100,。?没还下周说她我帮办证两袋每人共不是上三月日号学校微信视频",
            "王秀英",
            "李建国",
            "小宝",
            "\n",
            "👍",
            "没人接",
            "5.18",
            "visited",
            "不想活了",
        ]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), WORDS))
def test_no_text_breaks_the_reading(text):
    shaped = to_json(read(text, WEDNESDAY, (XIUYING, JIANGUO, XIAOBAO)))
    assert shaped["intent"] in set(Intent)
    assert shaped["intent"] in {"record", "unsafe_report"} or shaped["records"] == []
    assert all(r["date"] is None or r["date"] <= "2026-05-20" for r in shaped["records"])
    assert all(r["amount_yuan"] is None or r["amount_type"] for r in shaped["records"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "👍🏻",
        "\x00\x01\ud800",
        "0000-13-99",
        "9" * 40,
        "<b>今天</b>",
        "给他" * 2500,
        "1" * 6000,
        "2月30日打电话",
        "3." * 2000,
    ],
)
@pytest.mark.parametrize("year", [1, 1900, 2026, 9999])
def test_strange_messages_in_strange_years_are_read_without_error(text, year):
    at = datetime(year, 12, 31, 0, 30, tzinfo=SHANGHAI) if year > 1 else datetime(1, 1, 1, 0, 30, tzinfo=SHANGHAI)
    for extra in ("", "昨天除夕上周三29号冬至2月29日明天下周二"):
        assert to_json(read(text + extra, at, ()))["intent"] in set(Intent)


def test_what_is_ours_alone_never_comes_in_from_outside():
    assert normalise("王\ue000秀\uf000英\u200b") == "王秀英"
    assert len(normalise("啊" * 9000)) == LONGEST


def test_a_plan_names_its_day_and_its_people():
    plan = read("下周二去看李建国", WEDNESDAY, (XIUYING, JIANGUO))
    assert (plan.intent, plan.plan_day, plan.plan_recipients) == (Intent.PLAN, date(2026, 5, 26), (2,))
    both = read("今天给李建国打了电话,说好后天去看他", WEDNESDAY, (XIUYING, JIANGUO))
    assert (both.intent, both.plan_day) == (Intent.RECORD, date(2026, 5, 22))


@pytest.mark.parametrize(
    ("text", "topic"),
    [("怎么导出", "export"), ("视频算不算走访", "counts_as"), ("我的结对对象换人了在哪里改", "roster_change"), ("照片发给你能存上不", "photo"), ("登录老是提示验证码错误咋办", "login"),
     ("还差几次", "remaining"), ("上次去看王秀英是什么时候", "last_contact")],
)  # fmt: skip
def test_a_question_says_what_it_is_about(text, topic):
    assert read(text, WEDNESDAY, (XIUYING,)).topic == topic


def test_a_question_about_somebody_names_him():
    assert read("上次联系李建国是哪天", WEDNESDAY, (XIUYING, JIANGUO)).named == (2,)


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("小宝被他爸打得浑身是伤", "abuse"),
        ("小宝说他不想活了", "suicide"),
        ("小宝从昨天就失踪了", "missing"),
        ("小宝家房子塌了", "house"),
        ("小宝家着火了", "fire"),
        ("小宝煤气中毒了", "gas"),
        ("小宝昏迷不醒", "collapse"),
    ],
)
def test_an_acute_danger_carries_its_category(text, danger):
    reading = read(text, WEDNESDAY, (XIAOBAO,))
    assert (reading.intent, reading.danger) == (Intent.UNSAFE_REPORT, danger)


@pytest.mark.parametrize(
    "text", ["给小宝讲了防溺水防火知识", "小宝高兴坏了", "检查了炉子,没有煤烟中毒的危险", "累死我了"]
)
def test_prevention_and_figures_of_speech_are_no_danger(text):
    assert read(text, WEDNESDAY, (XIAOBAO,)).danger is None


def test_somebody_not_paired_leaves_the_person_open_and_is_named():
    reading = read("今天去看了赵有福大爷", WEDNESDAY, (XIUYING, JIANGUO))
    assert [r.recipient_ids for r in reading.records] == [None]
    assert reading.unpaired is not None
    assert "赵有福" in reading.unpaired


def test_a_homophone_is_found_and_marked_as_guessed():
    (record,) = read("给王秀音打了电话", WEDNESDAY, (XIUYING, JIANGUO)).records
    assert (record.recipient_ids, record.guessed) == ((1,), frozenset({"recipient"}))
    (said,) = read("给王秀英打了电话", WEDNESDAY, (XIUYING, JIANGUO)).records
    assert said.guessed == frozenset()


def test_a_title_that_fits_two_stays_open_and_one_that_fits_one_does_not():
    second = Paired(9, "马秀花", "女", 1960, "困难重度残疾人")
    assert told("老马今天看了", ZHANHAI, second)["records"][0]["recipient_ids"] is None
    assert told("马大爷今天看了", ZHANHAI, second)["records"][0]["recipient_ids"] == [4]


def test_a_name_that_is_a_day_is_told_from_the_day():
    tomorrow = Paired(5, "于明天", "男", 2013, "孤儿")
    assert told("明天去看于明天", tomorrow)["intent"] == "plan"
    assert told("给明天打了电话", tomorrow)["intent"] == "record"


def test_a_policy_step_is_marked_as_such_and_a_haircut_is_not():
    (policy,) = read("帮王秀英申请了低保", WEDNESDAY, (XIUYING,)).records
    (haircut,) = read("给王秀英理了发", WEDNESDAY, (XIUYING,)).records
    assert (policy.kinds, policy.deed_policy) == (("deed",), True)
    assert (haircut.kinds, haircut.deed_policy) == (("deed",), False)


@pytest.mark.parametrize(
    ("text", "patch"),
    [
        ("上一条记错了,是走访不是电话", {"kinds": ["visit"], "channel": "home"}), ("撤销刚才那条,改成昨天打电话", {"kinds": ["contact"], "channel": "phone", "date": "2026-05-19"}),
        ("金额写多了,改成80", {"amount_yuan": 80}), ("记错人了,是李建国不是王秀英", {"recipient_ids": [2]}), ("日期错了,是18号", {"date": "2026-05-18"}),
    ],
)  # fmt: skip
def test_a_correction_carries_only_what_changes(text, patch):
    shaped = told(text, XIUYING, JIANGUO)
    assert (shaped["intent"], shaped["patch"], shaped["records"]) == ("correction", patch, [])
