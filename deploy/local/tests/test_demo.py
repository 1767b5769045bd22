import csv
import io
import re

from local_suite.demo import LIFECYCLES, as_csv, patients


def test_the_same_people_everywhere() -> None:
    assert patients(50) == patients(300)[:50]


def test_nobody_real_can_be_reached() -> None:
    people = patients()
    assert len({person.email for person in people}) == len(people) == 300
    assert all(re.fullmatch(r"[a-z.0-9]+@example\.com", person.email) for person in people)
    assert all(re.fullmatch(r"\+1 \d{3} 555 01\d\d", person.phone) for person in people)
    assert {person.lifecycle for person in people} == set(LIFECYCLES)


def test_the_file_has_a_header_and_a_row_for_each() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(patients(3)))))
    assert [row["Last name"] for row in rows] == [person.last_name for person in patients(3)]
    assert "Date of birth" in rows[0]
