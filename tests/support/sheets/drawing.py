"""Draws people, days and places from a seed: the same sheet each time, another from each seed."""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from tests.support.sheets import words
from tests.support.sheets.truth import Person

T = TypeVar("T")

WOMEN = {
    "en": "Achieng Wanjiru Nafula Mercy Faith Chebet Halima Joyce",
    "fr": "Aminata Fatou Khady Ndèye Awa Mariama Sokhna Coumba",
    "es": "Juana Marcela Nélida Felipa Rosmery Teófila Lourdes Ñusta",
    "pt": "Graça Celeste Amélia Lurdes Fátima Conceição Ilda Zulmira",
    "sw": "Zuhura Neema Rehema Asha Subira Mwanaidi Tatu Pendo",
    "ar": "فاطمة مريم سعاد هدى نجلاء زينب أمينة سناء",
    "zh": "秀英 丽娟 晓红 玉兰 桂芳 海燕 淑珍 春梅",
}
MEN = {
    "en": "Otieno Kiprono Mutua Brian Dennis Wekesa Abdi Peter",
    "fr": "Ousmane Mamadou Cheikh Ibrahima Modou Abdoulaye Serigne Babacar",
    "es": "Wilfredo Ángel Severo Gonzalo Rubén Jaime Eusebio Iván",
    "pt": "Armando Zeferino Américo Hélder João Anselmo Salomão Tomé",
    "sw": "Juma Bakari Yohana Hamisi Rashidi Emmanuel Yusto Saidi",
    "ar": "أحمد محمود مصطفى خالد إبراهيم طارق عمرو حسن",
    "zh": "建国 志强 伟民 永福 文斌 大山 国栋 学军",
}
FAMILIES = {
    "en": "Odhiambo Kamau Barasa Njoroge Mwangi Cherono Juma Oketch Simiyu Ndung'u",
    "fr": "Diop Ndiaye Fall Sarr Bâ Guèye Diouf Sène Cissé Thiam",
    "es": "Mamani Quispe Choque Condori Flores Huanca Rojas Núñez Vargas Peñaranda",
    "pt": "Machava Mondlane Cossa Sitoe Nhantumbo Macuácua Chissano Tembe Magaia Conceição",
    "sw": "Kombo Lema Mushi Kimaro Mwakyusa Ngowi Masanja Temba Mrisho Chacha",
    "ar": "السيد عبدالله منصور الشافعي سليمان حسنين فرج الجندي بدوي رمضان",
    "zh": "王 李 张 刘 陈 杨 赵 黄 周 吴",
}
PLACES = {
    "en": ("Kisumu East", "Nakuru", "Turkana South"), "fr": ("Kaolack", "Thiès", "Ziguinchor"),
    "es": ("El Alto", "Potosí", "Viacha"), "pt": ("Chókwè", "Nampula", "Xai-Xai"),
    "sw": ("Moshi Vijijini", "Mbeya", "Kigoma"), "ar": ("أسيوط", "الفيوم", "سوهاج"),
    "zh": ("定西市", "会宁县", "榆林市"),
}  # fmt: skip
CADRES = {
    "en": ("Nurse", "CHV", "Clinical Officer"), "fr": ("Infirmier", "Sage-femme", "Relais"),
    "es": ("Maestra", "Director", "Técnico"), "pt": ("Enfermeira", "Extensionista", "APE"),
    "sw": ("Muuguzi", "Bwana shamba", "Mwalimu"), "ar": ("ممرضة", "طبيب", "رائدة ريفية"),
    "zh": ("农技员", "村医", "教师"),
}  # fmt: skip
FACILITIES = {
    "en": ("Ahero Clinic", "Muhoroni Hospital", "Kit Mikayi Dispensary"),
    "fr": ("PS Ndoffane", "CS Kasnack", "PS Keur Baka"), "es": ("CS Villa Adela", "PS Achica", "UE Sucre"),
    "pt": ("CS Chókwè", "HR Xilembene", "CS Lionde"), "sw": ("Zahanati Kibosho", "KA Himo", "Shule Uru"),
    "ar": ("وحدة منفلوط", "مستشفى أبنوب", "وحدة القوصية"), "zh": ("甘沟驿卫生院", "郭城中学", "河畔农技站"),
}  # fmt: skip
EMPLOYERS = {
    "en": ("County Health Office", "KEMRI", "World Vision"), "fr": ("Croix-Rouge", "ANCAR", "Plan"),
    "es": ("Fe y Alegría", "SEDES", "CIPCA"), "pt": ("SDAE", "MISAU", "Visão Mundial"),
    "sw": ("TACAIDS", "Halmashauri", "SNV"), "ar": ("وزارة الزراعة", "الهلال الأحمر", "كير مصر"),
    "zh": ("县农业局", "县卫健委", "县教育局"),
}  # fmt: skip
PREFIXES = {
    "en": "07", "fr": "77", "es": "7", "pt": "84", "sw": "07", "ar": "010", "zh": "138",
}  # fmt: skip
DIGITS = {"en": 10, "fr": 9, "es": 8, "pt": 9, "sw": 10, "ar": 11, "zh": 11}
BANDS = ((15, "15-24"), (25, "25-34"), (35, "35-44"), (45, "45-54"), (55, "55-64"), (65, "65+"))


@dataclass(frozen=True)
class Drawn:
    """Somebody as the world has them, before a sheet says some of it."""

    first: str
    family: str
    woman: bool
    age: int
    phone: str
    email: str
    id_number: str
    organisation: str
    cadre: str
    region: str
    facility: str
    code: str

    @property
    def name(self) -> str:
        if not self.first.isascii() and "\u4e00" <= self.first[0] <= "\u9fff":
            return self.family + self.first
        return f"{self.first} {self.family}"

    @property
    def band(self) -> str:
        return [band for start, band in BANDS if start <= self.age][-1]

    def said(self, columns: Sequence[str], **other: Any) -> Person:
        """The truth of a row with these columns."""
        facts: dict[str, Any] = {
            "sex": "female" if self.woman else "male",
            "age_band": self.band,
            "phone": self.phone,
            "email": self.email,
            "id_number": self.id_number,
            "organisation": self.organisation,
            "cadre": self.cadre,
            "region": self.region,
            "person": self.code,
        }
        told = {"age_band" if column == "age" else column for column in columns}
        shown = {key: value for key, value in facts.items() if key in told}
        return Person(self.name, **{**shown, **other})


class Draw:
    """All chance of one sheet. `language`: of its names and words."""

    def __init__(self, seed: int, language: str) -> None:
        self.rng = Random(seed)
        self.language = language
        self.names = [
            (first, family, woman)
            for group, woman in ((WOMEN, True), (MEN, False))
            for first in group[language].split()
            for family in FAMILIES[language].split()
        ]
        self.rng.shuffle(self.names)
        self.numbers = iter(self.rng.sample(range(1_000_000), 2_000))

    def one(self, of: Sequence[T]) -> T:
        return self.rng.choice(of)

    def heading(self, column: str, n: int = 0) -> str:
        return self.one(words.HEADINGS[self.language][column]).format(n=n)

    def person(self, sameness: Drawn | None = None) -> Drawn:
        """Somebody new; with the name of `sameness` where that is given."""
        first, family, woman = self.names.pop()
        if sameness:
            first, family, woman = sameness.first, sameness.family, sameness.woman
        number, language = next(self.numbers), self.language
        prefix = PREFIXES[language]
        phone = prefix + f"{number + 10**9:010}"[-(DIGITS[language] - len(prefix)) :]
        return Drawn(
            first, family, woman, self.rng.randint(18, 70), phone, f"p{number}@example.org",
            f"{number + 20_000_000}", self.one(EMPLOYERS[language]), self.one(CADRES[language]),
            self.one(PLACES[language]), self.one(FACILITIES[language]), f"TRN-{number:06}",
        )  # fmt: skip

    def people(self, count: int) -> list[Drawn]:
        """Not all of one sex, so that the words for it can be told apart."""
        found = [self.person() for _ in range(count)]
        if len({one.woman for one in found}) < 2 and count > 1:
            self.names.sort(key=lambda name: name[2] == found[0].woman, reverse=True)
            found[0] = self.person()
        return found

    def scores(self, most: int = 20) -> tuple[int, int]:
        """Pre-test and post-test; the post-test is the better one."""
        pre = self.rng.randint(2, most // 2)
        return pre, self.rng.randint(pre + 1, most)

    def days(self, long: int = 3, after: int = 0, certain: bool = False) -> tuple[date, date]:
        """First and last day; `after`: by so many months after March 2024. `certain`: no day of a month that
        could be a month of the year."""
        day = self.rng.randint(13, 24) if certain else self.rng.randint(1, 24)
        first = date(2024, 3 + after, day)
        return first, first + timedelta(days=long - 1)


def in_words(first: date, last: date, language: str) -> str:
    """A range of days of one month, as people of the language write it."""
    month = words.MONTHS[language][first.month - 3]
    if language == "zh":
        return f"{first.year}年{first.month}月{first.day}日-{last.day}日"
    of = " de " if language in ("es", "pt") else " "
    between = {"en": "–", "fr": " au ", "es": " al ", "pt": " a ", "sw": " - ", "ar": " - "}[
        language
    ]
    days = f"{first.day}{between}{last.day}" if last > first else str(first.day)
    start = {"fr": "Du ", "es": "Del "}.get(language, "") if last > first else ""
    return f"{start}{days}{of}{month}{of}{first.year}"
