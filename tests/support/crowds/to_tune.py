"""The crowd that the weights were set on: East African names, hurried clerks."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.support.crowds.simulated import Record

FEMALE = """Amina Fatuma Zainab Mwanaisha Halima Khadija Aisha Mariam Grace Mercy Faith Joyce
Esther Ruth Naomi Wanjiku Njeri Wambui Wangari Akinyi Atieno Achieng Adhiambo Chebet Jepkosgei
Chepkoech Nafula Nekesa Kageha Mwikali Syombua Ndunge Rehema Saida Asha Zawadi Neema Upendo Tumaini
Catherine""".split()  # noqa: SIM905
MALE = """Mohamed Yusuf Ibrahim Hassan Hussein Omar Ali Abdullahi Juma Hamisi Bakari Rashid Salim
John Peter James Joseph Samuel Daniel David Stephen Geoffrey Kamau Njoroge Mwangi Otieno Ochieng
Odhiambo Kiprono Kipchoge Cheruiyot Wekesa Barasa Mutua Musyoka Kioko Baraka Daudi Elias
Zakaria""".split()  # noqa: SIM905
FAMILY = """Kamau Mwangi Njoroge Kariuki Maina Kimani Karanja Gitau Waweru Macharia Otieno Ochieng
Odhiambo Onyango Okoth Owino Omondi Ouma Okello Oduor Kiplagat Kipkemboi Cheruiyot Koech Rono Langat
Kirui Bett Korir Ruto Wekesa Wafula Barasa Simiyu Wanyama Nyongesa Mutua Musyoka Kioko Mutiso
Muthoka Ndeti Kilonzo Hassan Mohamed Abdi Ali Omar Yusuf Salim Juma Said Bakari Mbwana Shee
Mwinyi Athman Swaleh Mganga Mwachiro Mrisho Charo Katana Kazungu Ngumbao Baya Tsuma Nyamai
Makena Muriuki Muthuri Mwiti Kinyua Nthiga Njagi Mbugua Thuo Gichuru Ndirangu Gathogo Wachira
Mureithi Nderitu Githinji Kaguthi Muchiri Ngugi Kuria Chege Gacheru Murage""".split()  # noqa: SIM905
OTHERWISE = {
    "mohamed": ("muhammad", "mohammed", "mohamad", "muhamed"),
    "yusuf": ("yussuf", "yusufu", "youssouf"), "ibrahim": ("ebrahim", "ibrahimu"),
    "hassan": ("hasan", "hassani"), "hussein": ("husein", "hussain"), "omar": ("umar", "omari"),
    "ali": ("aly",), "abdullahi": ("abdulahi", "abdilahi"), "hamisi": ("khamis", "hamis"),
    "rashid": ("rashidi", "raschid"), "fatuma": ("fatma", "fatima"),
    "zainab": ("zeinab", "zainabu"),
    "khadija": ("hadija", "khadijah"), "aisha": ("aysha", "aicha"), "mariam": ("maryam", "miriam"),
    "catherine": ("katherine", "catharine"), "stephen": ("steven", "stephan"),
    "geoffrey": ("jeffrey", "geofrey"), "said": ("saeed", "saidi"),
    "halima": ("haleema", "halimah"),
    "joseph": ("josef", "yosef"), "salim": ("saleem", "salimu"), "zakaria": ("zakariah", "sakaria"),
}  # fmt: skip
BANDS = ("15-24", "25-34", "35-44", "45-54", "55-64")
CADRES = ("teacher", "nurse", "community health worker", "extension officer", None)
DISTRICTS, VILLAGES = 6, 5


def draw(size: int, seed: int = 1) -> list[Record]:
    """`size` records, 8 % of them second ones; 3 % have a twin."""
    rng = Random(seed)
    people: list[Record] = []
    while len(people) < round(size * 0.92):
        people.append(_person(rng, len(people)))
        if rng.random() < 0.03:
            people.append(_twin(rng, people[-1], len(people)))
    people = people[: round(size * 0.92)]
    again = rng.sample(people, size - len(people))
    return people + [_again(rng, p, len(people) + n) for n, p in enumerate(again)]


def _person(rng: Random, at: int) -> Record:
    sex = rng.choice(("female", "male"))
    given = rng.choice(FEMALE if sex == "female" else MALE)
    village = rng.randrange(DISTRICTS * VILLAGES)
    # Surnames cluster in districts.
    near = village // VILLAGES * 16
    family = FAMILY[(near + rng.randrange(20)) % len(FAMILY)]
    if rng.random() < 0.4:
        family = rng.choice(FAMILY)
    name = [given, family] if rng.random() < 0.8 else [given, rng.choice(FAMILY), family]
    details = {"name": " ".join(name)}
    if rng.random() < 0.8:
        details["phone"] = _phone(rng)
    if rng.random() < 0.15:
        details["email"] = f"{given}.{family}{rng.randrange(99)}@example.org".lower()
    if rng.random() < 0.3:
        details["id_number"] = str(rng.randrange(10**7, 4 * 10**7))
    band = rng.choices(BANDS, (2, 4, 3, 2, 1))[0] if rng.random() < 0.85 else None
    came = frozenset({village * 10 + rng.randrange(10)})
    cadre = rng.choice(CADRES)
    return Record(f"p{at:06}", at, details, sex, band, village // VILLAGES, village, cadre, came)


def _phone(rng: Random) -> str:
    return f"+2547{rng.randrange(10**8):08}"


def _twin(rng: Random, one: Record, at: int) -> Record:
    sex = rng.choice(("female", "male"))
    given = rng.choice(FEMALE if sex == "female" else MALE)
    names = one.details["name"].split()
    while given == names[0]:
        given = rng.choice(FEMALE if sex == "female" else MALE)
    details = {"name": " ".join([given, *names[1:]])}
    if "phone" in one.details and rng.random() < 0.4:
        details["phone"] = one.details["phone"]
    elif rng.random() < 0.8:
        details["phone"] = _phone(rng)
    return replace(one, id=f"p{at:06}", entity=at, details=details, sex=sex)


def _again(rng: Random, one: Record, at: int) -> Record:
    details = dict(one.details)
    details["name"] = _miswritten(rng, details["name"])
    chance = rng.random()
    if chance < 0.35 or "phone" not in details:
        details["phone"] = _phone(rng)
    elif chance < 0.45:
        details["phone"] = _slip(rng, details["phone"])
    elif chance < 0.75:
        details["phone"] = "0" + details["phone"][4:7] + " " + details["phone"][7:]
    elif chance < 0.85:
        del details["phone"]
    if rng.random() < 0.5:
        details.pop("email", None)
    if rng.random() < 0.5:
        details.pop("id_number", None)
    sex = one.sex if rng.random() < 0.985 else "unknown"
    village, district = one.village, one.district
    if rng.random() < 0.06:
        village = district * VILLAGES + rng.randrange(VILLAGES)
    elif rng.random() < 0.03:
        village = rng.randrange(DISTRICTS * VILLAGES)
        district = village // VILLAGES
    band = one.age_band
    if band and rng.random() < 0.1:
        band = BANDS[min(BANDS.index(band) + 1, 4)]
    came = frozenset({village * 10 + 100_000 + rng.randrange(10)})
    return replace(
        one, id=f"p{at:06}", details=details, sex=sex, age_band=band, village=village,
        district=district, workshops=came,
    )  # fmt: skip


def _miswritten(rng: Random, name: str) -> str:
    words = name.split()
    for at, word in enumerate(words):
        chance = rng.random()
        if chance < 0.35 and word.lower() in OTHERWISE:
            words[at] = rng.choice(OTHERWISE[word.lower()]).title()
        elif chance < 0.25:
            words[at] = _slip(rng, word)
    chance = rng.random()
    if chance < 0.08:
        words.reverse()
    elif chance < 0.12:
        words[0] = words[0][0] + "."
    elif chance < 0.2 and len(words) == 3:
        del words[1]
    elif chance < 0.22:
        return " ".join(words).upper()
    return " ".join(words)


def _slip(rng: Random, word: str) -> str:
    at = rng.randrange(1, len(word))
    match rng.randrange(4):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at] + word[at:]
        case 2 if at + 1 < len(word):
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    letters = "0123456789" if word[at].isdigit() else "aeioumnrlskt"
    return word[:at] + rng.choice(letters) + word[at + 1 :]
