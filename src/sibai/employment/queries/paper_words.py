"""What stands on the papers of the room: values for the Word templates, from the rows and the law of the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sibai.documents.paper_keys import blank
from sibai.employment.models import Certificate, Contract, Ending, Renewal, Resignation, Stint, Training
from sibai.employment.queries.clock import Clock, clock, clock_of, posts_of
from sibai.employment.queries.drawn_up import renewed
from sibai.employment.queries.employers import employer_name, name_of
from sibai.employment.queries.grounds import GROUNDS
from sibai.employment.queries.terms import exemption_on, severance, standing_grade, under_the_measure
from sibai.measure.insurance import insured_in
from sibai.measure.law import LawOn
from sibai.measure.numbers import MONTHS_PER_YEAR
from sibai.people.models import Person
from sibai.places.models import Place
from sibai.rulebook.queries.law import law_on

Words = dict[str, Any]
NUMERALS = "零一二三四五六七八九十"
COORDINATOR = "稳岗就业“四百工程”协理员"


def words_for(name: str, subject: Any, today: date) -> Words:
    """The values of the paper `name` about `subject`. KeyError for a paper that the subject does not have."""
    return {**blank(name), **PAPERS[name](subject, today)}


def _where(village: Place, day: date) -> Words:
    """Places and bureaus as they were called on a day."""
    town = village.parent
    assert town is not None
    county = town.parent
    name, code = (county.name, county.code) if county else ("", "")
    company = name_of("agent_company", code, day, f"{name}派活儿劳务服务有限公司")
    return {
        "county": name,
        "town": town.name,
        "village": village.short_name,
        "bureau": name_of("hr_bureau", code, day, f"{name}人力资源和社会保障局"),
        "revitalisation_bureau": name_of("revitalisation_bureau", code, day, f"{name}乡村振兴局"),
        "town_government": name_of("town_government", town.code, day, f"{town.name}人民政府"),
        "payer_name": company,
        "organiser": company,
    }


def _who(person: Person) -> Words:
    """The person in full: papers that are printed need the numbers."""
    return {
        "name": person.name,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "id_number": person.id_number,
        "phone": person.phone,
        "address": person.address,
        "registered_address": person.address,
        "card": person.card,
        "education": person.education,
    }


def _terms(law: LawOn) -> Words:
    """The measure's own numbers on a day."""
    years = int(law["contract_length"].value) // MONTHS_PER_YEAR
    pool = law["pool_per_head"]
    resign = "notice_days_law_37" if law["resignation_notice"].value == "law_37" else "notice_days_article_10"
    return {
        "base_wage": law["base_standard"].value,
        "performance_wage": law["performance_standard"].value,
        "total_wage": law["wage_standard"].value,
        "pay_day": law["pay_day"].value,
        "pool_rule": pool.entry.options[pool.value],
        "insurances": insured_in(law),
        "contract_years": NUMERALS[years] if years < len(NUMERALS) else str(years),
        "max_years": int(law["term_cap"].value) // MONTHS_PER_YEAR,
        "sign_within": f"{NUMERALS[int(law['sign_within'].value)]}个月",
        "resign_days": law[resign].value,
        "grades": [
            {"label": "优秀", "range": _from(law, "excellent_from")},
            {"label": "合格", "range": _from(law, "qualified_from")},
            {"label": "基本合格", "range": _from(law, "basic_from")},
            {"label": "不合格", "range": _from(law, "basic_from").replace("及以上", "以下")},
        ],
    }


def _from(law: LawOn, name: str) -> str:
    return f"{int(law[name].value) // 100}分及以上"


def _served(known: Clock) -> str:
    return f"{known.months_used}个月{known.days_used}天"


def _contract(row: Contract, today: date) -> Words:
    """An agreement or a labour contract."""
    recorded = exemption_on(row.person_id, row.start)
    answers = severance(recorded, row.start)
    kept = row.answers.get("values", {})
    return {
        **_where(row.village, row.start),
        **_who(row.person),
        **_terms(law_on(under_the_measure(row.start))),
        "employer_name": row.party,
        "employer_code": row.party_code,
        "employer_head": row.party_representative,
        "employer_address": row.party_address,
        "number": row.number,
        "start": row.start,
        "end": row.end,
        "hired_on": row.stint.start if row.stint else row.start,
        "last_lawful_day": _day_in(kept.get("last_lawful_day")),
        "served": "",
        "exempt": bool(answers["severance_exemption_holds"]),
        "exempt_reason": answers["severance_warning"],
        "certificate_no": recorded.certificate if recorded else None,
        "certified_on": recorded.certified_on if recorded else None,
        "category": recorded.category if recorded else None,
    }


def _labour_contract(row: Contract | Renewal, today: date) -> Words:
    """A labour contract, also that of a renewal before it is signed."""
    return _contract(renewed(row, today) if isinstance(row, Renewal) else row, today)


def _day_in(value: Any) -> date | None:
    """A day as kept answers write it."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _renewal(row: Renewal, today: date) -> Words:
    """The opinion on a renewal."""
    grade, known = standing_grade(row.stint.person_id), clock_of(row.stint, today)
    return {
        **_where(row.stint.village, today),
        **_who(row.stint.person),
        "start": row.contract.start,
        "end": row.contract.end,
        "new_start": row.start if row.allowed else None,
        "new_end": row.end,
        "served": f"以前各段{_served(known)}，本段自{row.stint.start}起",
        "last_lawful_day": row.last_lawful_day,
        "grade_year": grade.year if grade else None,
        "grade": grade.grade if grade else None,
        "answer": row.refusal or "考核档次和累计年限均符合第九条、第十七条",
        "verdict": "可以续签" if row.allowed else "不能续签",
        "reason": row.refusal,
    }


def _resignation(row: Resignation, today: date) -> Words:
    """The request to resign, with the opinions."""
    law = law_on(under_the_measure(row.notice_on))
    received = [item.received_on for item in row.items.all()]
    done = bool(received) and all(received)
    return {
        **_where(row.stint.village, today),
        **_who(row.stint.person),
        "resign_days": _terms(law)["resign_days"],
        "applied_on": row.notice_on,
        "hired_on": row.stint.start,
        "earliest_day": row.earliest_last_day,
        "leave_on": row.last_day,
        "last_day": row.last_day if row.consented_on else None,
        "reason": row.reason,
        "handover": "交接清单各项均已接收" if done else "",
        "employer_opinion": f"同意解除。{row.note}" if row.consented_on else "",
    }


def _handover(row: Resignation, today: date) -> Words:
    """The list of what is handed over."""
    items = list(row.items.all())
    receivers = "、".join(dict.fromkeys(item.receiver for item in items if item.receiver))
    return {
        **_where(row.stint.village, today),
        "from_name": row.stint.person.name,
        "to_name": receivers,
        "rows": [
            {
                "item": item.what,
                "content": item.note,
                "quantity": "",
                "state": f"{item.receiver}于{item.received_on}接收" if item.received_on else "",
            }
            for item in items
        ],
    }


LAW_ARTICLES = {
    "expiry": "《中华人民共和国劳动合同法》第四十四条第一项",
    "removal_1": "《中华人民共和国劳动合同法》第四十四条第一项",
    "retirement": "《中华人民共和国劳动合同法实施条例》第二十一条",
    "death": "《中华人民共和国劳动合同法》第四十四条第三项",
    "agreed": "《中华人民共和国劳动合同法》第三十六条",
    "resignation": "《中华人民共和国劳动合同法》第三十七条",
    "removal_2": "《中华人民共和国劳动合同法》第四十条第一项",
    "removal_3": "《中华人民共和国劳动合同法》第四十条第二项",
    "removal_4": "《中华人民共和国劳动合同法》第三十九条第二项",
    "removal_5": "《中华人民共和国劳动合同法》第三十九条",
    "removal_6": "《中华人民共和国劳动合同法》第三十九条",
}
"""The article of the law beside the measure's own; a failed grade depends on whether the contract runs out."""
MERE_END = frozenset({"expiry", "removal_1", "retirement", "death", "failed_grade"})


def _ending(row: Ending, today: date) -> Words:
    """Common to the letter, the filing form and the certificate."""
    contract = row.stint.contracts.filter(kind=Contract.LABOUR).exclude(state="void").order_by("-end").first()
    return {
        **_where(row.stint.village, today),
        **_who(row.stint.person),
        "employer_name": contract.party if contract else employer_name(row.stint.village, today),
        "number": row.document,
        "signed_on": contract.signed_on if contract else None,
        "start": contract.start if contract else row.stint.start,
        "end": contract.end if contract else None,
        "ended_on": row.last_day,
        "last_day": row.last_day,
        "ending_kind": "终止" if row.kind in MERE_END else "解除",
        "made_on": row.decided_on or today,
    }


def _letter(row: Ending, today: date) -> Words:
    """The notice to the person, with what was shown and checked."""
    check = row.checks.order_by("-made_at").first()
    told = check.asked if check else {}
    notified, paid = told.get("notified_on"), "已另付一个月工资" if told.get("month_paid_instead") else ""
    recorded = exemption_on(row.stint.person_id, row.last_day)
    answers = severance(recorded, row.last_day)
    ground = GROUNDS.get(row.kind)
    return {
        **_ending(row, today),
        "measure_article": ground.article if ground else "第十条",
        "law_article": LAW_ARTICLES.get(row.kind, "《中华人民共和国劳动合同法》有关规定"),
        "ground": row.get_kind_display(),
        "facts": row.reason,
        "evidence": [label for _, label in ground.papers] if ground else [],
        "notice_form": paid or (f"{notified}书面通知" if notified else ""),
        "union_told": "已事先将理由通知工会" if told.get("union_told") else "",
        "protection_check": _protection(told) if check else "",
        "severance": f"按第七条不支付经济补偿。{answers['severance_warning']}",
        "arbitration_limit": "一年",
    }


def _protection(told: Words) -> str:
    """What the check found of article 42."""
    found = [
        ("pregnancy_protected", "在孕期、产期或哺乳期"),
        ("injury_disabled", "因工负伤致残"),
        ("sick_months_used", "有病休"),
    ]
    named = [words for name, words in found if told.get(name)]
    return "、".join(named) or "不在孕期、产期、哺乳期和医疗期内，没有工伤等情形"


def _filing(row: Ending, today: date) -> Words:
    """The filing form for both bureaus."""
    stopped = row.answers.get("values", {}).get("pay_stops_from")
    line = {
        "village": row.stint.village.short_name,
        "name": row.stint.person.name,
        "id_number": row.stint.person.id_number,
        "last_day": row.last_day,
        "ground": row.get_kind_display(),
        "facts": row.reason,
        "stopped_from": _day_in(stopped),
    }
    town_clerk = row.decided_by.name if row.decided_by else None
    return {**_ending(row, today), "rows": [line], "town_clerk": town_clerk, "number": row.document}


def _certificate(row: Certificate, today: date) -> Words:
    """Common to all certificates."""
    stint = row.stint
    contract = stint.contracts.filter(kind=Contract.LABOUR).exclude(state="void").order_by("-end").first()
    return {
        **_where(stint.village, row.issued_on),
        **_who(stint.person),
        "employer_name": row.party,
        "number": row.number,
        "made_on": row.issued_on,
        "purpose": row.purpose,
        "hired_on": stint.start,
        "post": COORDINATOR,
        "start": contract.start if contract else stint.start,
        "end": contract.end if contract else None,
    }


def _end_certificate(row: Certificate, today: date) -> Words:
    """Proof that a contract ended (劳动合同法第五十条): its term, the day, the post, the years with the employer."""
    stint = row.stint
    ending = stint.endings.exclude(state="withdrawn").first()
    kind = ending.kind if ending else "expiry"
    posts = [post for post in posts_of([stint.person_id])[stint.person_id] if post.start == stint.start]
    used = clock_of_ended(posts, today)
    return {
        **_certificate(row, today),
        "ended_on": stint.end,
        "ending_kind": "终止" if kind in MERE_END else "解除",
        "reason": LAW_ARTICLES.get(kind),
        "years_text": used,
        "copies": 3,
    }


def clock_of_ended(posts: list[Any], today: date) -> str:
    """How long ended stints lasted, in months and days."""
    from_rules = clock(posts, today)
    return _served(from_rules)


def _income(row: Certificate, today: date) -> Words:
    """Pay itself is not known here: the agreed wage of article 11 stands on the paper, and it says so."""
    base, performance = row.facts.get("base_standard"), row.facts.get("performance_standard")
    line = {"month": "每月约定标准", "base": base, "performance": performance}
    return {
        **_certificate(row, today),
        "from_month": f"{row.stint.start.year}年{row.stint.start.month}月",
        "to_month": f"{row.issued_on.year}年{row.issued_on.month}月按劳动合同约定的月工资标准（不是实发数）",
        "rows": [{**dict.fromkeys(("other", "deducted", "net")), **line}],
        "base_sum": base,
        "performance_sum": performance,
    }


def _county_of(place: Place) -> str:
    """The code of the county that a county or town is in."""
    return place.code if place.parent_id is None else str(place.parent_id)


def _signin(row: Training, today: date) -> Words:
    """The sign-in sheet of a training."""
    people = row.attendances.select_related("stint__person", "stint__village").order_by("stint__village_id")
    rows = [
        {
            "village": each.stint.village.short_name,
            "name": each.stint.person.name,
            "phone": "",
            "result": each.get_result_display(),
        }
        for each in people
    ]
    return {
        "title": row.title,
        "organiser": name_of("agent_company", _county_of(row.place), row.held_on, "县派活儿劳务服务有限公司"),
        "place": row.where,
        "start": row.held_on,
        "end": None,
        "trainer": row.teacher,
        "subjects": row.content,
        "expected": len(rows),
        "rows": rows,
    }


PAPERS: dict[str, Callable[[Any, date], Words]] = {
    "agreement": _contract,
    "labour_contract": _labour_contract,
    "renewal": _renewal,
    "resignation": _resignation,
    "handover": _handover,
    "removal_notice": _letter,
    "removal_filing": _filing,
    "end_certificate": _end_certificate,
    "post_certificate": _certificate,
    "income_certificate": _income,
    "training_signin": _signin,
}


def person_of(subject: Any) -> Person | None:
    """Whom a paper is about."""
    if isinstance(subject, Contract | Stint):
        return subject.person
    return None if isinstance(subject, Training) else subject.stint.person
