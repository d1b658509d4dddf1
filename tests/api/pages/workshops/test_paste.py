"""A register pasted from a spreadsheet: which column is what."""

from __future__ import annotations

import pytest

from api.i18n import LANGUAGES, speaking
from api.spreadsheets.recognition.pasted import recognise_pasted
from api.spreadsheets.recognition.register_columns import all_labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_known_as_the_pages_write_them(language: str) -> None:
    with speaking(language):
        labels = all_labels()
    for between in ("\t", ";"):
        pasted = recognise_pasted(
            between.join(labels.values()) + "\n" + between.join("x" * len(labels))
        )
        assert pasted.columns == tuple(labels) and pasted.sure


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("No\tNom et prénoms\tSexe\tNº de téléphone\tPré-test\tPost\tSignature\n1\tA\tF\t07\t3",
         ",name,sex,phone,pre,post,"),
        ("Nombres,Apellidos,Teléfono,Antes,Después\nA,B,07,3,4", "name,name,phone,pre,post"),
        ("Jina kamili;Simu;Kabla;Baada\nA;07;3;4", "name,phone,pre,post"),
        ("الاسم\tرقم الهاتف\tقبل\tبعد\nفاطمة\t0722\t3\t4", "name,phone,pre,post"),
        ("姓名,电话,前测,后测,满分\n王芳,0722,3,4,10", "name,phone,pre,post,max_score"),
        ("Nome completo\tTelemóvel\tNota máxima\nA\t07\t10", "name,phone,max_score"),
        ("1\tAmina Wang\tF\t+254 722 000 111\t3,5\t8\t10\n2\tB W\tM\t0722 111 222\t4\t5\t10",
         ",name,sex,phone,pre,post,max_score"),
        ("Nomsa Dlamini\tnomsa@example.org\tTRN-4", "name,email,identifier"),
        ('"Wang, Amina",0722000111', "name,phone"),
    ],
)  # fmt: skip
def test_columns_are_known_by_heading_or_by_what_is_in_them(text: str, columns: str) -> None:
    assert ",".join(recognise_pasted(text).columns) == columns


def test_codes_are_read_from_words_in_any_language() -> None:
    pasted = "Nombre,Sexo,Edad,Discapacidad\nA,H,34,sí\nB,M,15-24,no\nC,otro,99,quizás"
    codes = [tuple(line.values())[1:] for line in recognise_pasted(pasted).lines]
    assert codes[:2] == [("male", "25-34", "yes"), ("female", "15-24", "no")]
    assert codes[2] == ("other", "65+", "quizás"), "what nobody knows stays as it was typed"
    assert recognise_pasted("Name,Sex\nA,M\nB,F").lines[0]["sex"] == "male"
    assert recognise_pasted("Name,First name\nWang,Amina").lines == [{"name": "Wang Amina"}]
