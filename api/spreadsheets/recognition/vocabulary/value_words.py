"""Words in cells in the seven languages: to recognise them, never to show them.

Phrases stand between commas, and are compared in the form that `words.plain` returns.
"""

from __future__ import annotations

SEXES = {
    "female": """
        f, female, femme, féminin, fille, femenino, femenina, feminino, feminina, mujer, mulher,
        woman, girl, lady, w, fem, ke, mke, kike, mwanamke, أنثى, انثى, إناث, امرأة, سيدة, 女,
        女性, 女士""",
    "male": """
        m, male, h, homme, masculin, garçon, masculino, hombre, varón, homem, man, boy, masc, me,
        mume, kiume, mwanaume, mwanamume, ذكر, ذكور, رجل, 男, 男性, 男士""",
    "other": "other, autre, otro, otra, outro, outra, nyingine, آخر, أخرى, 其他, non binary",
    "unknown": """
        not said, unknown, prefer not to say, undisclosed, not stated, no dicho, non précisé,
        ne souhaite pas répondre, prefiero no decir, prefere não dizer, hajasema, لم يذكر, 未说明,
        不愿透露, 未知""",
}
YES_NO = {
    "yes": "yes, y, oui, o, si, sí, s, sim, ndiyo, ndio, نعم, 是, 有, true, vrai, verdadero",
    "no": "no, n, non, não, hapana, لا, 否, 无, 没有, none, false, faux, falso, aucun, ninguna",
    "not-said": """
        not said, unknown, prefer not to say, undisclosed, not stated, non précisé,
        prefiero no decir, prefere não dizer, لم يذكر, 未说明, 不愿透露""",
}
KINDS = {
    "tot": """
        tot, training of trainers, trainer of trainers, train the trainer, trainers training,
        formation de formateurs, formation des formateurs, fdf, formación de formadores,
        capacitación de capacitadores, formación de facilitadores, fdf, formação de formadores,
        mafunzo ya wakufunzi, mafunzo ya wawezeshaji, تدريب المدربين, تدريب مدربين, 培训师培训,
        师资培训, 讲师培训""",
    "step-down": """
        step down, stepdown, step down training, step down workshop, cascade, cascade training,
        cascaded, formation en cascade, cascada, capacitación en cascada, em cascata, cascata,
        formação em cascata, mafunzo ya ngazi ya chini, mafunzo ya kushuka, تدريب متسلسل,
        تدريب تنازلي, 级联培训, 转训, 下级培训""",
    "refresher": """
        refresher, refresher training, refresher course, recyclage, remise à niveau,
        formation de recyclage, actualización, repaso, curso de actualización, reciclagem,
        atualização, mafunzo rejea, mafunzo ya marejeo, تدريب تنشيطي, تنشيطي, دورة تنشيطية,
        复训, 进修培训""",
    "peer": """
        peer, peers, peer session, peer learning, peer to peer, session among peers, entre pairs,
        session entre pairs, entre pares, sesión entre pares, sessão entre pares, rika,
        kikao cha rika, بين الأقران, جلسة أقران, 同伴, 同伴学习, 同伴交流""",
}
MODES = {
    "in-person": """
        in person, face to face, f2f, physical, onsite, on site, classroom, présentiel,
        en présentiel, en personne, presencial, en persona, ana kwa ana, حضوري, وجها لوجه, وجاهي,
        حضوريا, 面授, 线下, 现场, 面对面""",
    "online": """
        online, on line, virtual, remote, e learning, webinar, zoom, distance, en ligne,
        à distance, distanciel, virtuel, en línea, virtual, a distancia, em linha, à distância,
        mtandaoni, kwa mtandao, عبر الإنترنت, عن بعد, افتراضي, إلكتروني, 线上, 在线, 网络, 远程""",
    "blended": """
        blended, hybrid, mixed, hybride, mixte, híbrido, híbrida, mixto, mixta, semipresencial,
        misto, mista, mseto, mchanganyiko, مدمج, مختلط, هجين, 混合, 混合式""",
}
LEVELS = {
    "candidate": """
        candidate, trainee trainer, candidat, candidate trainer, candidata, candidato, aspirante,
        mgombea, mwanagenzi, مرشح, 候选, 候选人""",
    "qualified": """
        qualified, certified, qualified trainer, certified trainer, qualifié, qualifiée,
        certifié, calificado, calificada, certificado, cualificado, qualificado, qualificada,
        aliyehitimu, mhitimu, مؤهل, معتمد, 合格, 合格培训师""",
    "master": """
        master, master trainer, maître, maître formateur, formateur principal, formador maestro,
        maestro, mestre, formador mestre, mkufunzi mkuu, مدرب رئيسي, خبير, كبير المدربين, 高级,
        高级培训师, 培训大师""",
}
BLANKS = """
    n/a, not applicable, not available, not known, not given, not provided, none, nil, null,
    unknown, tbc, tbd, to be confirmed, to be determined, to be decided, to be announced, nan,
    blank, missing, no data, s/o, sans objet, néant, aucun, aucune, inconnu, à confirmer,
    non disponible, nc, nsp, n.d., no aplica, no disponible, ninguno, ninguna, desconocido,
    por confirmar, sin dato, nenhum, nenhuma, não aplicável, não se aplica, desconhecido,
    a confirmar, sem dados, hakuna, haijulikani, haihusiki, bado, لا يوجد, لا ينطبق, غير معروف,
    غير متوفر, غير متاح, 无, 没有, 不适用, 未知, 待定, 暂无"""
"""Words in a cell that stand for nothing."""
NOT_IN_NAMES = "na, none, nil, blank, bado, nc, nan"
"""Blanks that are also names of people."""
NEVER = """
    never, none, no expiry, no expiration, does not expire, never expires, permanent, lifetime,
    for life, unlimited, indefinite, jamais, n'expire pas, sans expiration, illimité, permanente,
    nunca, no vence, no caduca, sin vencimiento, indefinido, vitalicio, não expira,
    sem validade, vitalício, permanente, kamwe, haina mwisho, haiishi, لا تنتهي, لا ينتهي, دائم,
    دائمة, 永久, 永不过期, 长期, 长期有效, 无限期"""
"""A certificate without an end."""
PRESENT = """
    p, present, ✓, ✔, ☑, ✅, √, ☒, x, ×, ✗, 1, yes, y, attended, completed, complete, done, oui, o,
    présent, présente, pr, sí, si, s, asistió, presente, sim, compareceu, ndiyo, ndio, yupo,
    amehudhuria, alihudhuria, amekuwepo, حاضر, حاضرة, حضر, نعم, 到, 出席, 出勤, 已到, 是, true,
    vrai, verdadero, verdadeiro, terminé, completado, completo, concluído, achevé, 完成, 已完成,
    مكتمل, late, en retard"""
ABSENT = """
    a, ab, abs, absent, absente, ausente, aus, 0, no, n, not attended, did not attend, non, não,
    hapana, hayupo, hakuhudhuria, hakuwepo, غائب, غائبة, غياب, لا, 缺, 缺席, 缺勤, 未到, 否, 旷课,
    false, faux, falso, not completed, incomplete, not complete, non terminé, no completado,
    não concluído, 未完成, غير مكتمل, excused, ae, absent excused, excusé, excusée, justificado,
    faltó, falta, faltou, 请假, معذور, ✘, ☐, dropped, dropped out, no show, noshow, withdrawn"""
ABSENT_SIGNS = "✘"
TOTALS = """
    total, totals, grand total, sub total, subtotal, sum, overall, overall total, average, avg,
    mean, median, mean score, average score, class average, totaux, total général, sous total,
    somme, moyenne, médiane, total general, totales, suma, subtotales, promedio, media,
    mediana, totais, soma, média, jumla, jumla kuu, jumla ndogo, wastani, المجموع, الإجمالي,
    إجمالي, المجموع الكلي, المتوسط, المعدل, 合计, 总计, 小计, 平均, 平均分, 总数, 共计, 平均值,
    number of participants, no of participants, total participants, total number,
    total number of participants, total attendance, total present, total absent, total trained,
    participants total, nombre de participants, total des participants, total participants,
    número de participantes, total de participantes, idadi ya washiriki, jumla ya washiriki,
    عدد المشاركين, إجمالي المشاركين, 总人数, 参训人数, total female, total females, total male,
    total males, total women, total men, total femmes, total hommes, total mujeres,
    total hombres, total mulheres, total homens, minimum, maximum, standard deviation, count"""
COUNTED = """
    female, females, male, males, women, men, femmes, hommes, mujeres, hombres, mulheres, homens,
    wanawake, wanaume, participants, participantes, washiriki, present, absent, attendance, girls,
    boys, youth, نساء, رجال, 女, 男, 女性, 男性, 人数, f, m, pwd"""
"""Words that make a total with a number after them: “Females: 12”."""
SUMMED = """
    of, de, des, du, del, do, da, ya, wa, za, la, the, for, all, number, no, nombre, número, idadi,
    pre, post, test, pretest, posttest, pré, score, scores, marks, points, notes, note, nota, notas,
    alama, age, attended, trained, people, persons, persona, personas, trainees, group, class, day,
    week, month, per, général, générale, kuu"""
"""Words that may stand after “Total” and “Average”."""
SIGNATURES = """
    prepared by, signature, signatures, signed, signed by, checked by, verified by, approved by,
    approved, reviewed by, compiled by, submitted by, certified by, recorded by, authorised by,
    authorized by, name and signature, signature of trainer, facilitator signature,
    trainer signature, stamp, official stamp, date, source, note, nb, n b, remarks, key, legend,
    établi par, préparé par, vérifié par, approuvé par, visa, cachet, fait à, fait le, signé par,
    légende, elaborado por, preparado por, aprobado por, revisado por, verificado por, firma,
    firmas, firmado por, sello, fecha, nota, fuente, leyenda, aprovado por, assinatura, carimbo,
    fonte, legenda, data, imetayarishwa na, imeandaliwa na, imethibitishwa na, imeidhinishwa na,
    sahihi, saini, muhuri, tarehe, chanzo, أعده, أعدها, إعداد, اعتمده, اعتماد, راجعه, التوقيع,
    توقيع, الختم, التاريخ, المصدر, ملاحظة, 制表人, 制表, 审核人, 审核, 批准人, 填表人, 签名, 签字,
    盖章, 日期, 来源, 备注, 注"""
"""What stands below a list: alone, or before a colon, a line to write on, or more words."""

SEX_GROUPS = """
women, men, females, males, girls, boys, ladies, gentlemen, femmes, hommes, filles, garçons,
mujeres, hombres, mulheres, homens, wanawake, wanaume, نساء, النساء, رجال, الرجال, إناث, الإناث,
ذكور, الذكور, 女性, 男性, 妇女"""
"""Words for all of one sex, which head a column of ticks or a group of rows."""
