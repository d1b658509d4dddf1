"""A register as people copy it out of a spreadsheet: a title, numbers, `12/20`, a total."""

from __future__ import annotations

# fmt: off
NAMES = [
    "Amina Wanjiku", "Zuhura Kombo", "Peter Otieno", "Grace Achieng", "John Mwangi",
    "Mary Njeri", "David Kiptoo", "Esther Chebet", "Samuel Barasa", "Ruth Wairimu",
    "James Omondi", "Faith Mutua", "Daniel Kariuki", "Joyce Atieno", "Paul Wekesa",
    "Agnes Moraa", "Joseph Kamau", "Lucy Wambui", "Philip Maina", "Rose Adhiambo",
    "Stephen Koech", "Jane Nyambura", "Brian Ouma", "Mercy Cherono", "Kevin Njoroge",
    "Beatrice Auma", "Moses Kibet", "Hannah Wangari", "Isaac Simiyu", "Naomi Jepkorir",
]
# fmt: on
ABSENT = (7, 19)
TITLE = "Training of Trainers on malaria, Kisumu 12/03/2026"
PLACES = ("Ahero HC", "Kisumu CRH", "Muhoroni")


def called(at: int) -> str:
    """The name of the person on a row, with the title before it."""
    return f"{('Mrs.', 'Mr.', 'Dr.', 'Ms')[at % 4]} {NAMES[at]}"


def scores(at: int) -> tuple[int, int]:
    """(pre-test, post-test), each out of 20."""
    return 8 + at % 5, 12 + at % 7


def messy_sheet() -> str:
    """30 people, of whom two are absent; 28 lines are right."""
    rows = [TITLE, "No.\tFull name\tSex\tPhone\tFacility\tPre test\tPost test"]
    for at in range(len(NAMES)):
        pre, post = scores(at)
        said = "absent\tabsent" if at in ABSENT else f"{pre}/20\t{post}/20"
        phone, sex = f"07{22000000 + 1117 * at}", "FM"[at % 2]
        rows.append(f"{at + 1}\t{called(at)}\t{sex}\t{phone}\t{PLACES[at % 3]}\t{said}")
    return "\n".join([*rows, "TOTAL\t30"])
