"""What is said above the rows of an upload: what was read, what would come into being, and mistakes
that several rows share."""

from __future__ import annotations

import re

from api.home import Home
from api.spreadsheets.uploads.mistakes import about
from tests.api.pages.imports.uploading import Browser
from tests.support.api import ON_BOTH, Api
from tests.support.browsing import text_of

PEOPLE = "person,name,sex,region\n" + "".join(
    f"N-{n},Somebody {n},{'QQ' if n % 2 else 'F'},{'Guluu' if n < 4 else 'Gulu'}\n"
    for n in range(8)
)
REGISTER = "workshop,person,pre,post,max_score\n" + "".join(f"W-5,N-{n},2,8,10\n" for n in range(8))


@ON_BOTH
def test_one_kind_of_mistake_is_put_right_everywhere(
    visitor: Browser, api: Api, cascade: str
) -> None:
    upload = visitor.sends({"people.csv": PEOPLE, "register.csv": REGISTER})
    page = text_of(visitor.last.text)
    assert "4 rows (People): Sex: “QQ” is not one of" in page
    assert "New regions" in page and 'data-row="8" open' not in visitor.last.text
    page = visitor.post(f"{upload}/change-all", row=first_of(visitor, "Sex:"), text="male")
    assert "Sex: “QQ”" not in text_of(page) and page.count('value="male"') == 4
    visitor.post(f"{upload}/decisions", all="region:accept")
    visitor.post(f"{upload}/change-all", row=first_of(visitor, "W-5"), out="1")
    assert "W-5" not in visitor.get(f"{upload}?verdict=all")


def test_what_comes_into_being_is_decided(visitor: Browser, api: Api, home: Home) -> None:
    api.post("/regions", name="Gulu")
    upload = visitor.sends(
        {
            "people.csv": "person,name,region\nN-1,Halima Uploaded,Guluu\n"
            "N-2,Otieno Uploaded,Kitgum\nN-3,Amina,Lira\n"
        }
    )
    assert len(visitor.rows()) == 3 and set(visitor.rows().values()) == {"unclear"}
    assert "It is Gulu" in visitor.last.text and "Import 3" not in visitor.last.text
    page = visitor.post(f"{upload}/decisions", **{"d:region-near:Guluu": "Gulu"})
    assert "1 decided" in text_of(page)
    visitor.post(f"{upload}/decisions", **{"d:region:Lira": "leave_out"}, all="region:accept")
    assert set(visitor.rows().values()) == {"new"}
    assert "Import 3 people" in visitor.last.text
    visitor.post(f"{upload}/commit")
    assert {one["name"] for one in api.get("/regions")} == {"Gulu", "Kitgum"}


def test_another_region_or_trainer_is_written_in_all_rows(visitor: Browser, api: Api) -> None:
    people = "person,name,region\nT-1,Halima Uploaded,Gulu\nN-2,Otieno Uploaded,guluu\n"
    workshops = "workshop,starts_on,lead,co_facilitators,region\nV-1,2024-04-03,T-9,,Guluu\n"
    workshops += "V-2,2024-04-04,T-1,T-9; N-2,Gulu\n"
    upload = visitor.sends({"people.csv": people, "workshops.csv": workshops})
    written = {"w:region:guluu": "Gulu", "w:region:Guluu": "Gulu", "w:trainer:T-9": "N-2"}
    visitor.post(f"{upload}/decisions", **written, all="region:accept")
    assert "uluu" not in visitor.get(f"{upload}?verdict=all") and "T-9" not in visitor.last.text
    assert set(visitor.rows().values()) == {"new"}, text_of(visitor.last.text)


def test_rows_show_names_and_what_was_read_is_listed(visitor: Browser, api: Api) -> None:
    api.person(str(visitor.base).split("/")[2], "T-1", details={"name": "Halima Uploaded"})
    sheet = (
        "Attendance,,,\nDate: 3 April 2024,,,\nTrainer: T-1,,,\n"
        "Name,Sex,Pre-test /10,Post-test /10\n"
        "Otieno Uploaded,M,5,8\nAmina Ochieng,F,4,12\nTotal,,9,20\n"
    )
    visitor.sends({"march.csv": sheet})
    page = text_of(visitor.last.text)
    assert "Otieno Uploaded" in visitor.get(f"{visitor.last.request.path}?verdict=all")
    assert "Left out: 3 title lines, 1 total" in page
    assert "2024-04-03" in page and "max_score" not in page


def first_of(visitor: Browser, words: str) -> str:
    """The number of the first row of the mistake with these words."""
    found = re.findall(r'name="row" value="(\d+)">\s*<p id="common-(.*?)</p>', visitor.last.text)
    return str(next(number for number, text in found if words in text))


def test_somebody_without_an_identifier_has_the_name_that_was_written(visitor: Browser) -> None:
    sheet = "Date,{day}\nTrainer,Amina Ochieng\nName,Sex\nOtieno UPLOADED,M\nAmina Ochieng,F\n"
    files = {f"s{n}.csv": sheet.format(day=f"{n} April 2024") for n in (3, 4)}
    visitor.sends(files)
    page = text_of(visitor.last.text)
    coming = page[page.index("One name on several registers") :]
    assert re.search(r"Otieno UPLOADED \d rows", coming[:400]), coming[:400]


def test_a_reason_tells_the_column_and_the_text() -> None:
    cells = {"person": "N-1", "sex": "X"}
    assert about("people", "sex: “X” is not one of: female, male.", cells) == ("sex", "X")
    assert about("people", "The column “name” is blank.", cells) == ("name", "")
    assert about("register", "There is no workshop “W5”.", {"workshop": "W5"}) == ("workshop", "W5")
    assert about("people", "Something else is wrong.", cells) == ("", "")
