"""What people write: titles and venues of workshops, feedback, notes. Private texts all."""

TITLES = {
    "tot": (
        "Good Start: training of trainers",
        "Formation des formateurs : les mille premiers jours",
        "Formação de formadores: os primeiros mil dias",
    ),
    "step-down": (
        "Feeding the young child",
        "Kitchen gardens and clean hands",
        "Nourrir le jeune enfant",
        "Hortas e alimentação da criança",
        "Lishe bora kwa mtoto",
        "تغذية الطفل الصغير",
    ),
    "refresher": ("Refresher: growth monitoring", "Recyclage", "Reciclagem"),
    "peer": ("Learning circle", "Cercle d'échange", "Círculo de aprendizagem"),
}

VENUES = (
    "Town hall",
    "Health centre, upper room",
    "Primary school, east wing",
    "Farmers' training centre",
    "Under the fig tree by the market",
    "Maison des jeunes",
    "Centro comunitário",
    "مركز الشباب",
)


def bag(weights: dict[str, int]) -> tuple[str, ...]:
    """Each word as often as it weighs, to be drawn from."""
    return tuple(word for word, weight in weights.items() for _ in range(weight))


CADRES = bag(
    {
        "nurse": 18,
        "midwife": 9,
        "community health worker": 30,
        "teacher": 20,
        "agricultural extension worker": 15,
        "social worker": 5,
        "local leader": 3,
    }
)

FEEDBACK = {
    1: ("Too many people in too small a room.", "Nothing new for me."),
    2: ("We had no scales to practise with.", "Le matériel est arrivé trop tard."),
    3: ("Good, but two days are not enough.", "Bom, mas o tempo foi curto."),
    4: ("I liked the practice in pairs.", "Les exercices pratiques étaient utiles."),
    5: ("Now I can show it to others.", "Nimejifunza mengi, asante sana.", "تدريب ممتاز"),
}

OBSERVED = (
    "Weighed the child and explained the curve to the mother.",
    "Showed all five steps of hand washing; forgot the nails.",
    "Garden with four kinds of vegetables, well kept.",
    "Read the card aloud but asked no questions.",
)

RESULTS = {
    "kitchen-gardens": (1, 12),
    "children-measured": (5, 80),
    "mothers-counselled": (3, 40),
}
"""Unit of a result → the least and the most that is reported."""
