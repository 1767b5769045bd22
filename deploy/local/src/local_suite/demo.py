"""Synthetic patients: plausible, the same on every machine, and unable to reach anyone.

Telephone numbers are from the range kept for fiction (555-01xx), mail goes to example.com, streets are common names.
"""

import csv
import io
import random
from dataclasses import dataclass
from datetime import date, timedelta

COUNT = 300
NEWEST_BIRTH = date(2023, 12, 31)
OLDEST_AGE_DAYS = 92 * 365


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = words("""
    Aaliyah Abigail Adrian Alejandro Amara Amy Andre Angela Anthony Beatriz Benjamin Brian Camila Carlos
    Carmen Charlotte Chen Christopher Daniel David Deborah Diego Elena Elijah Emily Ethan Fatima Gabriel
    George Grace Hannah Harold Imani Isabella Jamal James Jasmine Jennifer Jorge Joseph Karen Kenji
    Kevin Laura Leila Linda Lucas Malik Margaret Maria Mei Michael Naomi Nathan Noah Olivia Patricia
    Priya Rachel Raj Robert Rosa Samuel Sarah Sofia Stephen Susan Thomas Victoria William Xavier Yolanda
    Zachary
""")
LAST_NAMES = words("""
    Adams Ahmed Allen Alvarez Anderson Bailey Baker Begay Bennett Brooks Brown Campbell Carter Castillo
    Chavez Clark Cohen Collins Cooper Cruz Davis Diaz Edwards Evans Flores Foster Garcia Gomez Green
    Gutierrez Hall Harris Hernandez Hill Howard Jackson Jenkins Johnson Jones Kaur Kelly Khan Kim King
    Lee Lewis Lopez Martin Martinez Miller Mitchell Moore Morgan Murphy Nguyen O'Brien Ortiz Park Parker
    Patel Perez Peterson Phillips Ramirez Reed Rivera Roberts Robinson Rodriguez Ross Sanchez Scott Shah
    Smith Stewart Sullivan Taylor Thompson Torres Tran Turner Walker Washington Watson White Williams
    Wilson Wong Wright Young
""")
STREETS = words("""
    Alder Birch Cedar Chestnut Church Elm Hickory Hillside Lake Lincoln Madison Maple Oak Park Pine
    River
""")
STREET_KINDS = ("Ave", "Blvd", "Ct", "Dr", "Ln", "Rd", "St")

# City, state, postal code, area code.
TOWNS = (
    ("Albuquerque", "NM", "87106", "505"),
    ("Austin", "TX", "78704", "512"),
    ("Boise", "ID", "83702", "208"),
    ("Columbus", "OH", "43215", "614"),
    ("Denver", "CO", "80203", "303"),
    ("Madison", "WI", "53703", "608"),
    ("Portland", "OR", "97205", "503"),
    ("Raleigh", "NC", "27601", "919"),
    ("Sacramento", "CA", "95816", "916"),
    ("Tucson", "AZ", "85719", "520"),
)
LIFECYCLES = {"patient": 60, "lead": 18, "prospect": 12, "inactive": 10}


@dataclass(frozen=True, slots=True)
class Patient:
    """One row of the file; the names of the fields become its header."""

    first_name: str
    last_name: str
    email: str
    phone: str
    date_of_birth: str
    street: str
    city: str
    state: str
    postal_code: str
    country: str
    lifecycle: str


def patients(count: int = COUNT) -> list[Patient]:
    """The first `count` of one fixed sequence."""
    source = random.Random("contactfollowup sandbox")  # noqa: S311 - the same people everywhere, on purpose
    return [_patient(source, number) for number in range(count)]


def _patient(source: random.Random, number: int) -> Patient:
    first, last = source.choice(FIRST_NAMES), source.choice(LAST_NAMES)
    city, state, postal_code, area = source.choice(TOWNS)
    address = f"{first}.{last.replace(chr(39), '')}.{number + 1}@example.com".lower()
    born = NEWEST_BIRTH - timedelta(days=source.randrange(OLDEST_AGE_DAYS))
    street = f"{source.randrange(100, 9900)} {source.choice(STREETS)} {source.choice(STREET_KINDS)}"
    (lifecycle,) = source.choices(list(LIFECYCLES), weights=list(LIFECYCLES.values()))
    return Patient(
        first_name=first,
        last_name=last,
        email=address,
        phone=f"+1 {area} 555 01{source.randrange(100):02}",
        date_of_birth=born.isoformat(),
        street=street,
        city=city,
        state=state,
        postal_code=postal_code,
        country="US",
        lifecycle=lifecycle,
    )


def as_csv(people: list[Patient]) -> str:
    """The file as a practice would upload it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(name.replace("_", " ").capitalize() for name in Patient.__slots__)
    writer.writerows([getattr(person, name) for name in Patient.__slots__] for person in people)
    return text.getvalue()
