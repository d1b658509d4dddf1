"""Definitions for people, their training and their certification."""

from __future__ import annotations

from api.pages.glossary.definition import Definition

DEFINITIONS = {
    "entered": Definition(
        "Entered", "The first day of the workshop by which somebody came into this cascade."
    ),
    "trained-by": Definition(
        "Trained by",
        "The lead of the workshop by which somebody came into this cascade. They hang under this "
        "trainer in the tree.",
    ),
    "own-gain": Definition(
        "Gain",
        "What somebody learnt of what they could learn at one workshop: (post − pre) ÷ (maximum "
        "− pre). None where a score is missing, or where pre is the maximum.",
    ),
    "last-given": Definition(
        "Last workshop given",
        "The first day of the latest workshop that counts and that they facilitated.",
    ),
    "active-trainer": Definition(
        "Active",
        "Facilitated a workshop that counts in the period chosen; where none is chosen, ever.",
    ),
    "outcome-level": Definition(
        "Level",
        "Kirkpatrick’s: 3 is behaviour, seen in practice; 4 is results. What somebody says of "
        "having shared the skills is kept apart from named people.",
    ),
    "fidelity": Definition(
        "Done as taught",
        "The share of the practice that was done as it was taught, when somebody looked.",
    ),
    "standing": Definition(
        "Standing",
        "Whether somebody may train others in this cascade today. It follows from their "
        "certificates: it lapses after the last valid day.",
    ),
    "valid-until": Definition("Valid until", "The last day on which the certificate is valid."),
    "best-post": Definition(
        "Best post-test", "The best post-test score in this cascade, as a share of its maximum."
    ),
    "rubric": Definition(
        "Rubric",
        "Five competencies of a trainer, each scored from 1 (not yet) to 5 (exemplary). The "
        "lowest of the five is compared with the standard.",
    ),
    "cofacilitations": Definition(
        "Given beside somebody",
        "Workshops that they gave beside another, and that were credited to them.",
    ),
    "likely": Definition(
        "How likely",
        "How likely it is that the two are one person, by what agrees and what differs, and how "
        "common that is here. A person decides.",
    ),
    "waiting-pairs": Definition(
        "Pairs to look at", "Pairs who are probably one person, and of whom nobody has decided yet."
    ),
}
