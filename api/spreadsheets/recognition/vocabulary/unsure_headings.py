"""Headings that say too little to be sure, other people than the one listed, and what forms note.

Phrases stand between commas, as in `heading_words`.
"""

from __future__ import annotations

UNSURE = {
    "person": "staff id, employee number, staff number, payroll number, nombari, username",
    "name": """
        participant, participants, participante, participantes, mshiriki, washiriki, trainee,
        trainees, attendee, attendees, المشارك, المشاركون, 学员, 参训人员, teacher, nurse""",
    "phone": "contact, contacts, contacto, contato, mawasiliano, جهة الاتصال, 联系方式",
    "max_score": "total, sur, possible, total marks, total score, total points, المجموع, 总分",
    "score": """
        points, note, notes, result, results, résultat, résultats, nota, notas, resultado,
        classificação, matokeo, النتيجة, 结果, percent, course total, quiz, test, exam, examen,
        prueba, teste, jaribio, mtihani, الاختبار, 测试, 考试""",
    "cadre": "position, title of the person, department, 部门, qualification, specialty",
    "organisation": "centre, center, site, service, unit, agency, departement, section, مركز",
    "region": """
        location, sub county, subcounty, ward, village, parish, commune, sous préfecture,
        arrondissement, zone, municipio, município, municipality, city, town, cidade, ciudad,
        ville, country, pays, país, nchi, area, address, adresse, dirección, endereço, kata,
        kijiji, tarafa, مدينة, البلد, 城市, 国家, 乡镇, 地址""",
    "workshop": "session, atelier, taller, oficina, warsha, الورشة, 培训班, event, batch",
    "title": "training, title, formation, capacitación, formação, mafunzo, التدريب, 培训, titre",
    "starts_on": """
        date, dates, day, from, start, du, fecha, fechas, data, datas, inicio, desde, tarehe,
        kuanzia, التاريخ, من, 日期, 开始""",
    "ends_on": "to, until, end, au, fin, hasta, até, fim, hadi, إلى, 结束",
    "lead": """
        trainer id, trainer code, lead trainer id, teacher name, tutor, moderator, coach, mentor""",
    "venue": "place, hall, room, salle, sala, luogo, 教室",
    "kind": "kind, type, type of event, tipo, aina, النوع التدريبي, 类型",
    "mode": "mode, delivery, format",
    "level": "level, grade, niveau, nivel, nível, ngazi, daraja, المستوى, 级别, 等级, 水平",
    "number": "certificate, certificat, certificado, cheti, الشهادة, 证书",
    "certified_on": "certified, date of award, award date",
    "attended": "status, statut, estado, hali, الحالة, 状态, 签到",
}
"""Field → headings that say too little to be sure of it."""

FILLERS = """
    the, of, for, a, your, please, enter, write, full, s, de, du, des, la, le, les, l, d, del, los,
    las, el, do, da, dos, das, o, e, y, et, and, ya, wa, za, cha, la, in, no, nr, n, number, num,
    numéro, número, nambari, namba, participant, participants, participante, participantes,
    trainee, trainees, attendee, attendees, mshiriki, washiriki, learner, respondent, person,
    personne, persona, pessoa, mtu, المشارك, المتدرب, optional, required, if, any, available"""
"""Words that a heading may have besides: “Participant's phone”, “Nº de téléphone”."""

NAMES = "name, names, nom, noms, nombre, nome, jina, اسم, full name, title"
"""“Name of …”: the field is that of which it is the name."""
AMOUNTS = ("max_score", "headcount")
"""Fields that are not taken where only words such as “number of” tell them from others."""
NAMED = ("organisation", "region", "venue", "lead", "co_facilitators", "workshop_region")
"""Fields that hold a name: “Name of facility” is a facility."""

NOBODY = """
    contact person, personne à contacter, persona de contacto, pessoa de contato,
    pessoa de contacto, mtu wa kuwasiliana, 联系人"""
"""Headings about other people that look like those of the one who is listed."""
OTHERS = """
    mother, father, parent, guardian, spouse, husband, wife, child, kin, emergency, supervisor,
    manager, boss, head, household, referee, mere, père, tuteur, conjoint, superviseur, madre,
    padre, tutor, esposo, esposa, supervisora, jefe, mãe, pai, chefe, mama, baba, mlezi,
    msimamizi, enumerator, interviewer, collector"""
"""Other people than the one who is listed."""

DAYS = """
    day, d, jour, j, día, siku, siku ya, يوم, اليوم, session, séance, sesión, sessão, الجلسة"""
"""“Day 1”: a mark for one day."""

SYSTEM = {
    "_index": "key",
    "_uuid": "key",
    "_parent_index": "parent",
    "_submission__uuid": "parent",
    "KEY": "key",
    "PARENT_KEY": "parent",
}
"""Columns of a form's export that join the answers to those of its repeats."""
SYSTEM_NAMES = frozenset({
    "start", "end", "today", "username", "deviceid", "simserial", "subscriberid", "audit",
    "instanceid", "instancename", "imei", "simid", "devicephonenum",
})  # fmt: skip
"""What a form notes by itself."""
