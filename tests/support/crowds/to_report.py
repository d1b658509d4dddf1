"""The crowd that figures are reported on: other names, other slips. The weights never saw it.

West African, Lusophone and South Asian names; several generations of clerks: keys beside the right
one, letters misread from handwriting, names cut at a column's width, French and English spelling
of the same sounds, order turned round, telephones changed or lent, people who moved or aged. A
family's twins live in one village, bear one surname and share a telephone as often as not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.support.crowds.simulated import Record

POOLS = {
    "sahel": (
        """Aminata Fatoumata Mariam Kadiatou Oumou Hawa Ramatou Salimata Assetou Rokia Djeneba
        Awa Bintou Safiatou Nana Adama Maimouna Haoua Ousmana Zenabou""",
        """Mamadou Ousmane Moussa Amadou Seydou Boubacar Issa Souleymane Abdoulaye Ibrahima Adama
        Cheick Drissa Yacouba Lassina Hamidou Idrissa Alassane Modibo Bakary""",
        """Traore Coulibaly Diarra Keita Konate Toure Sangare Cisse Diallo Sissoko Ouedraogo
        Sawadogo Kabore Zongo Compaore Sanogo Dembele Kone Doumbia Camara Bagayoko Berthe Sidibe
        Maiga Ouattara Zoungrana Tapsoba Nikiema Ilboudo Kafando Bamba Fofana Bah Barry Sow""",
    ),
    "lusophone": (
        """Maria Ana Luisa Teresa Graca Esperanca Celeste Rosa Lucia Ines Beatriz Conceicao
        Felizarda Ivone Odete Palmira Arminda Joaquina Deolinda Ester""",
        """Joao Jose Antonio Manuel Carlos Armando Joaquim Domingos Filipe Alberto Rui Tomas
        Xavier Estevao Fernando Paulo Samito Elias Benedito Lourenco""",
        """Machava Sitoe Cossa Nhantumbo Macuacua Chissano Langa Mondlane Fernandes Goncalves
        Pereira Simoes Araujo Matusse Tembe Muchanga Nhaca Bila Mabunda Zandamela Guambe Massingue
        Chauque Manhica Cumbe Mabote Mucavele Timane Ubisse Nhampossa""",
    ),
    "south asian": (
        """Sunita Anita Rekha Meena Shabnam Nasreen Farida Rukhsana Pooja Kavita Lakshmi Saraswati
        Parvati Sita Gita Sabita Bimala Shahida Rehana Taslima""",
        """Rajesh Suresh Ramesh Mukesh Dinesh Ashok Vijay Sanjay Mohammad Abdul Karim Rahim Kamal
        Jamal Nazrul Shafiq Bishnu Krishna Hari Gopal""",
        """Sharma Verma Gupta Patel Singh Kumar Das Roy Ghosh Mondal Biswas Khan Hossain Rahman
        Islam Ahmed Chowdhury Begum Akter Thapa Gurung Tamang Rai Limbu Adhikari Karki Shrestha
        Chaudhary Yadav Mandal""",
    ),
}
ADDED = {
    "sahel": (
        """Korotoumou Sanata Alimata Habibatou Ramata Tenin Nafissatou Kadidia Fanta Sira
        Niamoye Coumba Penda Dado Sokhna Ndeye Rabi Hadiza Balkissa Mariama Zeinabou
        Halimatou Rakiatou Fati Djamila Biba Azara Delphine Honorine Clarisse Edwige Solange
        Perpetue Georgette Viviane""",
        """Siaka Zoumana Daouda Karim Madou Sekou Mahamadou Salif Brahima Aboubacar Harouna
        Saidou Tiemoko Bourama Fousseyni Lamine Modou Alioune Babacar Pathe Samba Demba
        Ousseini Mahamane Laouali Abdourahamane Issoufou Rasmane Blaise Prosper Desire
        Augustin Raymond Gaston Felicien""",
        """Sissao Zerbo Sanou Millogo Hien Dabire Some Palenfo Kambou Lompo Thiombiano Yonli
        Combary Ouoba Nacoulma Yameogo Bonkoungou Tarnagda Belem Guindo Dolo Togo Kassogue
        Ongoiba Arama Maiguizo Samake Mariko Fomba Tangara Koita Niare Drame Magassa Soumare
        Gassama Tounkara Kouyate Dicko Cisse""",
    ),
    "lusophone": (
        """Albertina Amelia Angelina Argentina Benvinda Candida Carlota Cecilia Clara Dalila
        Elisa Emilia Eugenia Fatima Filomena Florinda Gilda Hortencia Isabel Julieta
        Laurinda Leonor Lidia Lurdes Madalena Marta Natalia Olga Otilia Paulina Quiteria
        Regina Rita Telma Zulmira""",
        """Abilio Adelino Afonso Agostinho Alfredo Americo Anibal Arlindo Artur Augusto
        Bernardo Bonifacio Celestino Daniel Eduardo Ernesto Eugenio Feliciano Francisco
        Gabriel Gil Guilherme Henrique Inacio Jaime Jorge Julio Lazaro Leonel Luciano
        Marcelino Mateus Orlando Raimundo Salvador""",
        """Cuambe Chivambo Macamo Mahumane Malate Manjate Matavele Mazive Mbanze Mondle
        Munguambe Muianga Mutombene Ngovene Nhamuave Nhancale Nuvunga Parruque Pelembe Quive
        Rungo Sambo Savanguane Simango Tamele Tivane Tovela Uamusse Vilanculos Xerinda
        Zacarias Zimba Zunguze Dzimba Come Mate Nguenha""",
    ),
    "south asian": (
        """Aarti Anjali Asha Bharti Champa Deepa Durga Farzana Gulshan Hasina Indira Jaya Jyoti
        Kamala Kanta Kiran Kusum Lata Mamata Manju Maya Nirmala Padma Poonam Pushpa Radha
        Rani Renu Rupa Salma Shanti Sharmila Sushila Usha Yasmin""",
        """Alok Anil Anwar Arun Babul Bijay Chandra Deepak Faruk Ganesh Habib Harish Iqbal
        Jahangir Kishore Lokesh Mahesh Manoj Mizan Mohan Naresh Om Pankaj Prakash Rafiq
        Rajendra Ravi Sadiq Salim Shyam Sohel Sunil Tariq Uttam Yusuf""",
        """Acharya Aktar Ali Bhandari Bhattarai Bhuiyan Chakma Dahal Dhakal Dutta Ghimire Giri
        Haldar Haque Jha Joshi Kafle Khadka Khatri Koirala Lama Magar Mahato Majumdar Mia
        Miah Mishra Molla Nath Neupane Ojha Pandey Pariyar Paul Poudel Pradhan Rana Saha
        Sarkar Sarker""",
    ),
}
"""With these a village has as many names as a register shows; without, few names for many."""
MANY, FEW = True, False
SOUNDS = (
    ("ou", "u"), ("Ou", "U"), ("oum", "um"), ("dj", "j"), ("Dj", "J"), ("ss", "s"), ("ye", "ie"),
    ("aye", "ai"), ("oo", "u"), ("ee", "i"), ("sh", "s"), ("ck", "k"), ("kh", "k"), ("ch", "tch"),
    ("ph", "f"), ("j", "dj"), ("z", "s"), ("x", "ch"), ("ao", "au"), ("hm", "hem"), ("mm", "m"),
    ("Mu", "Mo"), ("Mo", "Mu"), ("im", "eem"), ("i", "y"), ("a", "aa"), ("w", "v"), ("ain", "en"),
    ("Fatoumata", "Fatimata"), ("Mohammad", "Muhammed"), ("Hossain", "Hussein"),
    ("Rahman", "Rehman"), ("Ahmed", "Ahmad"), ("Chowdhury", "Choudhary"), ("Kone", "Konneh"),
)  # fmt: skip
BESIDE = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa",
    "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu",
    "z": "x",
}  # fmt: skip
MISREAD = (("n", "u"), ("u", "n"), ("rn", "m"), ("m", "rn"), ("a", "o"), ("e", "c"), ("l", "t"))
BANDS = ("15-24", "25-34", "35-44", "45-54", "55-64", "65+")
POSTS = ("matrone", "agente", "anganwadi worker", "teacher", "midwife", "volunteer")


@dataclass
class _World:
    rng: Random
    many: bool
    records: list[Record] = field(default_factory=list)
    homes: list[tuple[int, int, str]] = field(default_factory=list)
    """Village, district and the pool of names spoken there."""

    def names(self, pool: str) -> list[list[str]]:
        """Women's, men's and families'."""
        added = ADDED[pool] if self.many else ("", "", "")
        return [f"{a} {b}".split() for a, b in zip(POOLS[pool], added, strict=True)]

    def next_id(self) -> str:
        return f"r{len(self.records):06}"


def draw(size: int, many: bool = MANY, seed: int = 2027) -> list[Record]:
    """`size` records: 8 % are second records of a person, 4 % are one of a pair of twins."""
    world = _World(Random(seed), many)
    village = 0
    for district, pool in enumerate(["sahel"] * 4 + ["lusophone"] * 4 + ["south asian"] * 4):
        for _ in range(world.rng.randint(2, 5)):
            world.homes.append((village, district, pool))
            village += 1
    first = size - round(size * 0.08)
    while len(world.records) < first:
        one = _somebody(world)
        world.records.append(one)
        if world.rng.random() < 0.02 and len(world.records) < first:
            world.records.append(_sibling(world, one))
    for one in world.rng.sample(world.records, size - first):
        world.records.append(_second(world, one))
    world.rng.shuffle(world.records)
    return world.records


def _somebody(world: _World) -> Record:
    rng = world.rng
    village, district, pool = rng.choice(world.homes)
    female, male, family = world.names(pool)
    sex = "female" if rng.random() < 0.58 else "male"
    given = rng.choice(female if sex == "female" else male)
    # A few families make up much of a village.
    ranked = family[village % 7 :] + family[: village % 7]
    last = ranked[min(int(rng.expovariate(4 / len(ranked))), len(ranked) - 1)]
    middle = [rng.choice(female + male)] if rng.random() < 0.35 else []
    details = {"name": " ".join([given, *middle, last])}
    if rng.random() < 0.74:
        details["phone"] = _number(rng, pool)
    if rng.random() < 0.12:
        details["email"] = f"{given[0]}{last}{rng.randrange(1000)}@mail.example".lower()
    if rng.random() < 0.2:
        details["id_number"] = f"{rng.choice('ABCD')}{rng.randrange(10**8):08}"
    band = rng.choice(BANDS) if rng.random() < 0.7 else None
    sat = frozenset({village * 40 + rng.randrange(12), village * 40 + 20 + rng.randrange(12)})
    at = len(world.records)
    post = rng.choice(POSTS) if rng.random() < 0.6 else None
    return Record(world.next_id(), at, details, sex, band, district, village, post, sat)


def _number(rng: Random, pool: str) -> str:
    if pool == "sahel":
        return f"+223 {rng.randrange(60, 80)} {rng.randrange(10**6):06}"
    if pool == "lusophone":
        return f"+258 8{rng.randrange(2, 8)} {rng.randrange(10**7):07}"
    return f"+880 1{rng.randrange(3, 10)}{rng.randrange(10**8):08}"


def _sibling(world: _World, one: Record) -> Record:
    """A twin: another given name, often beginning alike."""
    rng = world.rng
    pool = next(pool for village, _, pool in world.homes if village == one.village)
    sex = one.sex if rng.random() < 0.65 else ("male" if one.sex == "female" else "female")
    names = world.names(pool)[0 if sex == "female" else 1]
    first, *rest = one.details["name"].split()
    alike = [n for n in names if n[0] == first[0] and n != first]
    others = [n for n in names if n != first]
    given = rng.choice(alike if alike and rng.random() < 0.3 else others)
    details = {"name": " ".join([given, rest[-1]])}
    if "phone" in one.details and rng.random() < 0.5:
        details["phone"] = one.details["phone"]
    elif rng.random() < 0.7:
        details["phone"] = _number(rng, pool)
    at = len(world.records)
    sat = one.workshops if rng.random() < 0.5 else frozenset({one.village * 40 + rng.randrange(12)})
    return Record(
        world.next_id(), at, details, sex, one.age_band, one.district, one.village, one.cadre, sat
    )


def _second(world: _World, one: Record) -> Record:
    rng = world.rng
    pool = next(pool for village, _, pool in world.homes if village == one.village)
    details = {"name": _rewritten(rng, one.details["name"])}
    details |= _reached(rng, one.details, pool)
    village, district = one.village, one.district
    if rng.random() < 0.1:
        near = [home for home in world.homes if home[1] == district]
        village, district, _ = rng.choice(near if rng.random() < 0.7 else world.homes)
    sex = one.sex
    if rng.random() < 0.02:
        sex = rng.choice(("unknown", "male", "female"))
    band = one.age_band if rng.random() < 0.85 else rng.choice([None, _older(one.age_band)])
    post = one.cadre if rng.random() < 0.75 else rng.choice([None, *POSTS])
    sat = frozenset({village * 40 + 36 + rng.randrange(4)})
    return Record(world.next_id(), one.entity, details, sex, band, district, village, post, sat)


def _older(band: str | None) -> str | None:
    return BANDS[min(BANDS.index(band) + 1, 5)] if band else None


def _reached(rng: Random, was: dict[str, str], pool: str) -> dict[str, str]:
    now: dict[str, str] = {}
    phone = was.get("phone")
    chance = rng.random()
    if phone and chance < 0.5:
        spaced = phone if chance < 0.2 else phone.replace(" ", "")
        now["phone"] = spaced if chance < 0.35 else _at_home(spaced, pool)
    elif phone and chance < 0.56:
        digits = list(phone)
        at = rng.randrange(6, len(digits))
        digits[at] = str(rng.randrange(10))
        now["phone"] = "".join(digits)
    elif chance < 0.86:
        now["phone"] = _number(rng, pool)
    if "email" in was and rng.random() < 0.55:
        now["email"] = was["email"].upper() if rng.random() < 0.3 else was["email"]
    if "id_number" in was and rng.random() < 0.6:
        now["id_number"] = was["id_number"]
        if rng.random() < 0.1:
            now["id_number"] = was["id_number"][:-1] + str(rng.randrange(10))
    return now


def _at_home(phone: str, pool: str) -> str:
    """As it is dialled within the country."""
    national = phone.replace(" ", "")[4:]
    return national if pool != "south asian" else "0" + national


def _rewritten(rng: Random, name: str) -> str:
    words = name.split()
    for _ in range(rng.choice((0, 1, 1, 1, 2))):
        at = rng.randrange(len(words))
        words[at] = rng.choice((_sounded, _sounded, _mistyped, _mistyped, _misread))(rng, words[at])
    chance = rng.random()
    if chance < 0.1:
        words = [words[-1], *words[:-1]]
    elif chance < 0.2 and len(words) > 2:
        words = [words[0], words[-1]]
    elif chance < 0.24 and len(words) > 2:
        words[1] = words[1][0]
    elif chance < 0.27:
        words[0] = words[0][0] + "."
    elif chance < 0.3:
        words[-1] = words[-1][: max(4, len(words[-1]) - 2)]
    joint = "-" if rng.random() < 0.03 else " "
    text = joint.join(words)
    return text.upper() if rng.random() < 0.15 else text


def _sounded(rng: Random, word: str) -> str:
    fitting = [(a, b) for a, b in SOUNDS if a in word]
    return word.replace(*rng.choice(fitting), 1) if fitting else _mistyped(rng, word)


def _mistyped(rng: Random, word: str) -> str:
    at = rng.randrange(len(word))
    letter = word[at].lower()
    chance = rng.random()
    if chance < 0.3:
        wrong = rng.choice(BESIDE.get(letter, "e"))
        return word[:at] + wrong + word[at + 1 :]
    if chance < 0.6 and len(word) > 3:
        return word[:at] + word[at + 1 :]
    if chance < 0.8:
        return word[: at + 1] + rng.choice(BESIDE.get(letter, "e")) + word[at + 1 :]
    if at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word + letter


def _misread(rng: Random, word: str) -> str:
    fitting = [(a, b) for a, b in MISREAD if a in word[1:]]
    if not fitting:
        return _mistyped(rng, word)
    return word[0] + word[1:].replace(*rng.choice(fitting), 1)
