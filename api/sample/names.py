"""Names as people bear them in several cultures, and how one name is written in two ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Culture:
    """`written`: two spellings of each name, where one culture writes in two scripts."""

    female: Sequence[str]
    male: Sequence[str]
    family: Sequence[str]
    family_first: bool = False
    joint: str = " "
    written: dict[str, str] | None = None


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ARABIC_FEMALE = {
    "فاطمة": "Fatima", "مريم": "Maryam", "خديجة": "Khadija", "عائشة": "Aisha", "زينب": "Zaynab",
    "آمنة": "Amina", "سلمى": "Salma", "نورة": "Noura", "هدى": "Huda", "ليلى": "Layla",
    "سعاد": "Suad", "رقية": "Ruqayya",
}  # fmt: skip
_ARABIC_MALE = {
    "محمد": "Mohamed", "أحمد": "Ahmed", "عبد الله": "Abdallah", "إبراهيم": "Ibrahim",
    "يوسف": "Youssef", "عمر": "Omar", "علي": "Ali", "حسن": "Hassan", "خالد": "Khalid",
    "سيدي": "Sidi", "المختار": "El Mokhtar", "إسماعيل": "Ismail",
}  # fmt: skip
_ARABIC_FAMILY = {
    "ولد أحمد": "Ould Ahmed", "ولد سيدي": "Ould Sidi", "ولد الشيخ": "Ould Cheikh",
    "ولد محمود": "Ould Mahmoud", "ولد عبد الرحمن": "Ould Abderrahmane", "ولد داداه": "Ould Daddah",
    "ولد بابا": "Ould Baba", "ولد حمدي": "Ould Hamdi", "الأنصاري": "El Ansari", "السالم": "Salem",
}  # fmt: skip
_ARABIC = {**_ARABIC_FEMALE, **_ARABIC_MALE, **_ARABIC_FAMILY}

CULTURES: dict[str, Culture] = {
    "east-african": Culture(
        _words(
            """Achieng Akinyi Atieno Wanjiru Njeri Wambui Chebet Jepkosgei Nekesa Mwende Halima
            Zawadi Neema Amani Rehema Grace Mercy Faith Esther Ruth Nakato Auma"""
        ),
        _words(
            """Otieno Ochieng Odhiambo Kamau Mwangi Kariuki Kipchoge Kiptoo Wafula Mutua Juma
            Baraka Daniel Peter Joseph Samuel Ekai Lokwang Hamisi Rashid Okello Barasa"""
        ),
        _words(
            """Omondi Onyango Owuor Njoroge Kimani Githinji Cheruiyot Rotich Koech Simiyu Musyoka
            Kilonzo Mwakio Mwinyi Lokol Ekidor Were Oduya Nyambura Muthoni Maina Karisa"""
        ),
    ),
    "west-african": Culture(
        _words(
            """Aminata Fatou Mariama Aïssata Coumba Ndeye Awa Kadiatou Oumou Binta Dieynaba
            Sokhna Ramatoulaye Penda"""
        ),
        _words(
            """Mamadou Ousmane Abdoulaye Ibrahima Cheikh Modou Moussa Alassane Amadou Demba Samba
            Boubacar Malick Yéro"""
        ),
        _words(
            """Diallo Ba Sow Ndiaye Fall Diop Sarr Kane Sy Traoré Coulibaly Camara Niang Thiam
            Wane Soumaré Dia"""
        ),
    ),
    "south-asian": Culture(
        _words(
            """Priya Anjali Sunita Kavita Meena Asha Lakshmi Nasreen Shabana Farzana Deepa Rekha
            Sushila Sita"""
        ),
        _words(
            """Rajesh Suresh Anil Vijay Ramesh Imran Arjun Sanjay Prakash Hari Mohan Faisal Ashok
            Dinesh"""
        ),
        _words(
            """Patel Shah Sharma Singh Desai Mehta Khan Hussain Rao Nair Thapa Gurung Chaudhary
            Begum Joshi Perera"""
        ),
    ),
    "arabic": Culture(
        tuple(_ARABIC_FEMALE), tuple(_ARABIC_MALE), tuple(_ARABIC_FAMILY), written=_ARABIC
    ),
    "arabic-latin": Culture(
        tuple(_ARABIC_FEMALE.values()),
        tuple(_ARABIC_MALE.values()),
        tuple(_ARABIC_FAMILY.values()),
        written={latin: arabic for arabic, latin in _ARABIC.items()},
    ),
    "chinese": Culture(
        _words("秀英 丽华 玉兰 桂英 敏 静 芳 晓燕 雪梅 慧敏 佳怡 思雨"),
        _words("伟 强 建国 志明 军 磊 俊杰 海涛 文博 国华 子轩 明哲"),
        _words("王 李 张 刘 陈 杨 黄 赵 周 吴 徐 孙 林 欧阳 司马"),
        family_first=True,
        joint="",
    ),
    "iberian": Culture(
        _words(
            """Maria Ana Luísa Teresa Graça Esperança Celeste Rosa Lúcia Inês Beatriz Carmen
            Pilar Dolores Ximena Conceição"""
        ),
        _words(
            """João José António Manuel Carlos Armando Joaquim Domingos Filipe Alberto Rui Tomás
            Ignacio Andrés Álvaro Xavier"""
        ),
        _words(
            """Machava Sitoe Cossa Nhantumbo Macuácua Chissano Langa Mondlane Fernandes Gonçalves
            Muñoz Ibáñez Quintero Pereira Simões Araújo Matusse Tembe"""
        ),
    ),
    "french": Culture(
        _words("Amélie Geneviève Hélène Françoise Joséphine Anaïs Céline Solène Zoé Marthe"),
        _words("François Jérôme Benoît Étienne Rémi Théophile Gaël Loïc Noël Aristide"),
        _words(
            """Lefèvre Gauthier Mercier Béranger Dubois Fournier Lambert Rousseau Chevalier
            Delacroix"""
        ),
    ),
}


def full_name(rng: Random, culture: str, sex: str) -> str:
    names = CULTURES[culture]
    given = (
        names.female if sex == "female" or (sex != "male" and rng.random() < 0.5) else names.male
    )
    first, last = rng.choice(given), rng.choice(names.family)
    return names.joint.join((last, first) if names.family_first else (first, last))


def spelt_otherwise(rng: Random, culture: str, name: str) -> str:
    """The same person's name as another clerk wrote it; always other than `name`."""
    other = CULTURES[culture].written
    if other:
        for spelling in sorted(other, key=len, reverse=True):
            name = name.replace(spelling, other[spelling])
        return name
    if " " not in name:
        return name[:-1] + " " + name[-1]
    first, last = name.split(" ", 1)
    return rng.choice((f"{last} {first}", f"{first[0]}. {last}", f"{first}  {last.upper()}"))
