"""The JSON functions of SQLite and of PostgreSQL, by their names in the rules of flags."""

from __future__ import annotations

SQLITE = {
    "sheets": "workshop w",
    "lines": "json_each(w.sheet) AS line",
    "person": "json_extract(line.value, '$[0]')",
    "pre": "json_extract(line.value, '$[1]')",
    "post": "json_extract(line.value, '$[2]')",
    "scores": "json_extract(line.value, '$[1]', '$[2]', '$[3]')",
    "conflict": "json_extract(line.value, '$[4]')",
    "voided": "json_extract(line.value, '$[5]')",
    "differ": "coalesce(json_extract(w.sheet, '$[0][5]') + json_extract(w.sheet, '$[1][5]') = 0"
    " AND abs(json_extract(w.sheet, '$[0][1]') - json_extract(w.sheet, '$[1][1]'))"
    " + abs(json_extract(w.sheet, '$[0][2]') - json_extract(w.sheet, '$[1][2]')) > 0, 1 = 0)",
    "left_off": "json_each(w.left_off) AS line",
    "whole": "line.value",
    "modules": "json_each(w.modules) AS line",
    "place": "line.key",
    "text": "line.value",
    "curriculum": "json_each(c.modules) AS m",
    "code": "json_extract(m.value, '$.code')",
}
POSTGRES = {
    "sheets": "workshop w"
    " CROSS JOIN LATERAL (SELECT CAST(w.sheet AS jsonb) AS lines OFFSET 0) AS sheet",
    "lines": "jsonb_array_elements(sheet.lines) AS line(value)",
    "person": "CAST(line.value ->> 0 AS bigint)",
    "pre": "CAST(line.value ->> 1 AS double precision)",
    "post": "CAST(line.value ->> 2 AS double precision)",
    "scores": "jsonb_build_array(line.value -> 1, line.value -> 2, line.value -> 3)",
    "conflict": "CAST(line.value ->> 4 AS integer)",
    "voided": "CAST(line.value ->> 5 AS integer)",
    "differ": "coalesce(sheet.lines #>> '{0,5}' = '0' AND sheet.lines #>> '{1,5}' = '0'"
    " AND abs((sheet.lines #>> '{0,1}')::float - (sheet.lines #>> '{1,1}')::float)"
    " + abs((sheet.lines #>> '{0,2}')::float - (sheet.lines #>> '{1,2}')::float) > 0, 1 = 0)",
    "left_off": "jsonb_array_elements(w.left_off::jsonb) AS line(value)",
    "whole": "CAST(line.value AS bigint)",
    "modules": "jsonb_array_elements_text(w.modules::jsonb) WITH ORDINALITY AS line(value, key)",
    "place": "line.key - 1",
    "text": "line.value",
    "curriculum": "jsonb_array_elements(c.modules::jsonb) AS m(value)",
    "code": "m.value ->> 'code'",
}
